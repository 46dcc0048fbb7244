/** Every command the window can send, as one channel each. Kept apart from the schemas so that the preload stays small. */
export const COMMAND_NAMES = [
  'getSnapshot',
  'startScan',
  'cancelScan',
  'refreshRoots',
  'listDenied',
  'getSkipList',
  'setSkipList',
  'exportCandidates',
  'chooseFolder',
  'inspectCandidate',
  'listMessages',
  'readMessage',
  'findOverlaps',
  'startMigration',
  'pauseJob',
  'resumeJob',
  'cancelJob',
  'openMailboxFolder',
  'getConnection',
  'setConnection',
  'takeSecret',
  'forgetSecret',
  'testConnection',
  'cancelTest',
  'openHandover',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** The one event channel. */
export const EVENT_CHANNEL = 'ferry:event';

/** The channel of a command. */
export function commandChannel(name: CommandName): string {
  return `ferry:command:${name}`;
}

/** The name under which the preload exposes its one object. */
export const BRIDGE_NAME = 'pstFerry';
