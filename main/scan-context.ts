import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';
import { ownAccount } from './platform/accounts.ts';
import { isOwnAccount } from './platform/file-marks.ts';
import type { CandidateContext } from './scan/candidates.ts';
import { createPathKey, isKeyWithin } from './scan/path-key.ts';
import type { AttachedPst, OfferedRoot } from './scan/ports.ts';

/** What is known of this PC, and what was asked for, when a scan begins. */
export type ScanSurroundings = {
  readonly volumes: readonly Pick<OfferedRoot, 'path' | 'label' | 'kind'>[];
  readonly attached: readonly AttachedPst[];
  readonly chosenFolders: readonly string[];
  readonly findMoved?: CandidateContext['findMoved'];
};

/** What the files of a scan are judged by, on this PC and for the person who is signed in. */
export function createScanContext(surroundings: ScanSurroundings): CandidateContext {
  const { volumes, attached, chosenFolders, findMoved = () => null } = surroundings;
  const { platform } = process;
  const keyOf = createPathKey(platform);
  const own = ownAccount();
  const profiles = new Map(attached.map(({ path, profile }) => [keyOf(path), profile]));
  const chosen = chosenFolders.map(keyOf);
  return {
    place: {
      platform,
      homeFolder: homedir(),
      profilesFolder: profilesFolder(platform),
      cloudFolders: volumes.filter(({ kind }) => kind === 'cloud'),
      roots: [
        ...volumes,
        ...chosenFolders.map((path) => ({ path, label: basename(path) || path, kind: 'folder' as const })),
      ],
    },
    outlookProfileOf: (path) => profiles.get(keyOf(path)) ?? null,
    isOwnAccount: (owner) => isOwnAccount(owner, own),
    isInChosenFolder: (path) => chosen.some((folder) => isKeyWithin(folder, keyOf(path), platform)),
    findMoved,
  };
}

/** Where a PC keeps the folders of its people; that of a Unix administrator lies elsewhere. */
function profilesFolder(platform: NodeJS.Platform): string {
  if (platform === 'win32') return dirname(homedir());
  return platform === 'darwin' ? '/Users' : '/home';
}
