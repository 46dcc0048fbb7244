import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import type { CliHost } from './cli/command.ts';
import { policyPath } from './platform/policy-path.ts';
import { defaultStateFolder } from './platform/state-folder.ts';
import type { SpawnWorker } from './platform/worker-process.ts';
import type { Scan } from './wiring.ts';

/** True when the embedded tenant lies beside the other programs: it is no part of an installed product. */
export function hasTenant(folder: string): boolean {
  return existsSync(join(folder, 'worker-blob-emulator.js'));
}

/**
 * The command line's host, in plain Node and inside Electron alike; the way to start workers and scans is what differs.
 * What not every command needs is loaded when it is asked for.
 */
export function createNodeCliHost(own: {
  readonly spawn: SpawnWorker;
  readonly scan: Scan;
  readonly assets: string;
  readonly hasSandbox: boolean;
}): CliHost {
  return {
    ...own,
    preferences: async (folder) => {
      const [{ default: Conf }, files] = await Promise.all([import('conf'), import('./platform/preference-file.ts')]);
      return files.createPreferenceStore(() => new Conf(files.preferenceOptions(folder)));
    },
    tenantFile: process.env.PST_FERRY_TENANT ?? null,
    // Plain Node has no way to ask.
    power: null,
    // Nor any proxy to go by.
    isDirect: async () => true,
    // Nor a keystore.
    vault: null,
    policyFile: policyPath(process.env, process.platform),
    version: packageJson.version,
    defaultStateFolder: defaultStateFolder(process.env, process.platform),
    listVolumes: async () => (await import('./platform/volumes.ts')).createVolumes().list(),
    listRemoteMounts: async (folders) => (await import('./platform/remote-mounts.ts')).listRemoteMounts(folders),
    listAttached: async () => (await import('./platform/outlook-profiles.ts')).createOutlookProfiles().listPsts(),
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
