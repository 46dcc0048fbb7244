import type { ErrorCode, Snapshot } from '../../../preload/contract/index.ts';

/** What a person puts right in the settings of the connection: a permission to give anew, another PowerShell, another way. */
const MENDED_HERE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'connectionMissing',
  'connectionOther',
  'secretMissing',
  'sasInvalid',
  'uploadExpired',
  'uploadForbidden',
  'uploadContainerMissing',
  'importForbidden',
  'importNotSupported',
  'powerShellMissing',
  'powerShellTooOld',
  'moduleNeedsPowerShell',
  'signInRefused',
  'shareMissing',
]);

/** True when the settings of the connection are the place to go with a problem. The embedded tenant has none that could help. */
export function isMendedInConnection(code: ErrorCode, kind: Snapshot['tenant']['kind']): boolean {
  return MENDED_HERE.has(code) && (kind !== 'sandbox' || code === 'connectionOther');
}
