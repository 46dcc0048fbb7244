import { z } from 'zod';

/**
 * Everything that can go wrong and that someone can act on differently. Sentences for people are written once, in
 * `renderer/format` (window) and shared with the command line.
 *
 * `source…`: the PST. `target…`: what the person chose. `upload…`: the blob store. `import…`: the import service.
 * `powerShell…`, `module…`: what the cmdlets need on this PC. `share…`: the folder on-premises servers read from.
 */
export const ERROR_CODES = [
  'sourceMissing',
  'sourceUnreadable',
  'sourceInUse',
  'sourceEmpty',
  'sourceNotPst',
  'sourceIsOst',
  'sourceIsPab',
  'sourceCloudOnly',
  'sourceProtected',
  'sourceOtherAccount',
  'sourceTruncated',
  'sourceDamaged',
  'sourceChanged',
  'sourceReplaced',
  'contentsUnreadable',
  'contentsTimeout',
  'contentsChanged',
  'foldersUnreadable',
  'targetInvalid',
  'uploadForbidden',
  'uploadExpired',
  'sasInvalid',
  'clockWrong',
  'certificateUntrusted',
  'proxyRefused',
  'uploadContainerMissing',
  'uploadConflict',
  'uploadRejected',
  'importForbidden',
  'importBlobMissing',
  'importMailboxMissing',
  'importFailed',
  'importRemoved',
  'importArchiveMissing',
  'importMailboxFull',
  'importNotSupported',
  'importRefused',
  'powerShellMissing',
  'powerShellTooOld',
  'powerShellConstrained',
  'powerShellForbidden',
  'powerShellBroken',
  'moduleMissing',
  'moduleTooOld',
  'moduleNeedsPowerShell',
  'signInRefused',
  'signInCancelled',
  'roleMissing',
  'shareMissing',
  'shareForbidden',
  'shareFull',
  'secretMissing',
  'connectionMissing',
  'connectionOther',
  'connectionBusy',
  'connectionManaged',
  'tenantUnavailable',
  'stateInUse',
  'stateDamaged',
  'stateUnwritable',
  'folderUnreadable',
  'exportFailed',
  'jobMissing',
  'candidateMissing',
  'jobNotInState',
  'senderRefused',
  'requestInvalid',
  'usage',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain facts that a sentence may name: file names, sizes in bytes, status numbers. Never a SAS, token or mail content. */
export const ErrorParams = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type ErrorParams = z.infer<typeof ErrorParams>;

/** An error as it crosses a process border. `correlationId` finds the log line of an `internal` one. */
export const WireError = z.object({
  code: z.enum(ERROR_CODES),
  params: ErrorParams,
  correlationId: z.string().optional(),
});
export type WireError = z.infer<typeof WireError>;
