import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WORKER_NAMES } from '../../main/platform/worker-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every worker has a program of its name, and the build makes a bundle of it', () => {
  const config = readFileSync(`${ROOT}/electron.vite.config.ts`, 'utf8');
  const missing = WORKER_NAMES.filter((name) => {
    const source = `main/workers/${name.replace(/^worker-/, '')}.ts`;
    return !existsSync(`${ROOT}/${source}`) || !config.includes(`'${name}': here('${source}')`);
  });
  expect(missing).toEqual([]);
});

test('the build makes no worker that nothing can start', () => {
  const config = readFileSync(`${ROOT}/electron.vite.config.ts`, 'utf8');
  const built = [...config.matchAll(/'(worker-[a-z-]+)':/g)].map((match) => match[1]);
  expect(built.sort()).toEqual([...WORKER_NAMES].sort());
});
