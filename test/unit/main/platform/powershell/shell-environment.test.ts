import { expect, test } from 'vitest';
import { shellEnvironment } from '../../../../../main/platform/powershell/shell-environment.ts';

test('only what PowerShell needs is handed down, with what keeps its output plain', () => {
  const env = {
    Path: 'C:\\Windows',
    ProgramFiles: 'C:\\Program Files',
    https_proxy: 'http://proxy.contoso.example:8080',
    XDG_DATA_HOME: '/home/ada/.data',
    PSModulePath: 'C:\\other',
    PST_FERRY_POWERSHELL: '/x',
    AZURE_STORAGE_KEY: 'canary',
    TERM: 'xterm-256color',
    USERNAME: undefined,
  };
  expect(shellEnvironment(env)).toEqual({
    Path: 'C:\\Windows',
    ProgramFiles: 'C:\\Program Files',
    https_proxy: 'http://proxy.contoso.example:8080',
    XDG_DATA_HOME: '/home/ada/.data',
    TERM: 'dumb',
    NO_COLOR: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
  });
});
