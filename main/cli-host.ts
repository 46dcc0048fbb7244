import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import Conf from 'conf';
import packageJson from '../package.json' with { type: 'json' };
import type { CliHost } from './cli/command.ts';
import { createPreferenceStore, preferenceOptions } from './platform/preference-file.ts';
import { defaultStateFolder } from './platform/state-folder.ts';
import { createVolumes } from './platform/volumes.ts';
import type { SpawnWorker } from './platform/worker-process.ts';

/** The command line's host, in plain Node and inside Electron alike; `spawn` is what differs. */
export function createNodeCliHost(spawn: SpawnWorker): CliHost {
  return {
    spawn,
    preferences: (folder) => createPreferenceStore(() => new Conf(preferenceOptions(folder))),
    tenantFile: process.env.PST_FERRY_TENANT ?? null,
    version: packageJson.version,
    defaultStateFolder: defaultStateFolder(process.env, process.platform),
    listDrives: async () => {
      const volumes = await createVolumes().list();
      return volumes.filter((volume) => volume.kind === 'fixed').map((volume) => volume.path);
    },
    resolvePath: (path) => resolve(startFolder(process.env), path),
    statSizeBytes: (path) =>
      stat(path).then(
        (facts) => facts.size,
        () => null,
      ),
  };
}

/** Where the person stands. `npm run` moves to the project's folder and leaves word of where it was called. */
function startFolder({ npm_lifecycle_event, INIT_CWD }: NodeJS.ProcessEnv): string {
  return npm_lifecycle_event === 'cli' && INIT_CWD ? INIT_CWD : process.cwd();
}
