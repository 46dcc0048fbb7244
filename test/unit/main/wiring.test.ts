import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockStateFolder } from '../../../main/platform/state-folder.ts';
import type { SpawnWorker } from '../../../main/platform/worker-process.ts';
import { openServices } from '../../../main/wiring.ts';
import { temporaryFolder } from '../../support/cli/folders.ts';

/** Servers that are ready at once and end when told to. */
function createServers() {
  const running = new Set<string>();
  const started: string[] = [];
  const spawn: SpawnWorker = (name) => {
    running.add(name);
    started.push(name);
    let tell: (message: unknown) => void = () => undefined;
    let end: (code: number) => void = () => undefined;
    const stop = () => {
      running.delete(name);
      end(0);
    };
    return {
      send: (message) => {
        const isStart =
          typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'start';
        if (isStart) tell({ kind: 'ready', endpoint: 'http://127.0.0.1:1' });
        else stop();
      },
      onMessage: (listener) => {
        tell = listener;
      },
      onExit: (listener) => {
        end = listener;
      },
      kill: stop,
    };
  };
  return { spawn, running, started };
}

it('a start that fails half-way leaves nothing running and the folder free', async () => {
  const folder = await temporaryFolder();
  const { spawn, running, started } = createServers();
  const host = {
    spawn,
    scan: async function* () {},
    assets: folder.path,
    preferences: async () => ({ read: () => ({}), write: () => undefined }),
    tenantFile: null,
    power: null,
    isDirect: async () => true,
    hasSandbox: true,
    vault: null,
    policyFile: join(folder.path, 'no-policy.json'),
  };
  await expect(openServices(host, folder.path)).rejects.toThrow('tenantUnavailable');
  expect(started).toEqual(['worker-blob-emulator', 'worker-import-service']);
  expect([...running]).toEqual([]);
  await (await lockStateFolder(folder.path)).release();
  await folder.remove();
});
