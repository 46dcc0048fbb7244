import { expect, it } from 'vitest';
import { workerEnvironment } from '../../../../main/platform/worker-process.ts';

it('hands a worker what it needs to run, whatever the letter case, and nothing that could be a secret', () => {
  const environment = {
    Path: 'C:\\Windows',
    HOME: '/home/ann',
    SystemRoot: 'C:\\Windows',
    TEMP: '',
    TMP: undefined,
    PST_FERRY_TENANT: '/tenant.json',
    AZURE_STORAGE_KEY: 'secret',
    NODE_OPTIONS: '--require /evil.js',
    ELECTRON_RUN_AS_NODE: '1',
  };
  expect(workerEnvironment(environment)).toEqual({
    Path: 'C:\\Windows',
    HOME: '/home/ann',
    SystemRoot: 'C:\\Windows',
    TEMP: '',
  });
});
