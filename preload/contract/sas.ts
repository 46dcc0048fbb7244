/** What a SAS is to be used for: sending a PST, letting the import service read it, deleting it afterwards. */
export const SAS_USES = ['upload', 'import', 'cleanup'] as const;
export type SasUse = (typeof SAS_USES)[number];

/**
 * How strictly a SAS is looked at. `job`: made for one file of one person. `technician`: a person with rights handles
 * it, as with Purview's own container. `sandbox`: as `job`, over the loopback of this PC.
 */
export const SAS_MODES = ['job', 'technician', 'sandbox'] as const;
export type SasMode = (typeof SAS_MODES)[number];

/** Who signed it: an account key for one resource, an account key for the account, a key of Entra; or no telling. */
export const SAS_KINDS = ['service', 'account', 'userDelegation', 'unknown'] as const;
export type SasKind = (typeof SAS_KINDS)[number];

/** What a SAS opens. */
export const SAS_RESOURCES = ['blob', 'container', 'directory', 'snapshot', 'version', 'account', 'unknown'] as const;
export type SasResource = (typeof SAS_RESOURCES)[number];

/** `refuse`: must not be used. `warn`: works, but should not be like that. `note`: good to know. */
export const SAS_LEVELS = ['refuse', 'warn', 'note'] as const;
export type SasLevel = (typeof SAS_LEVELS)[number];

/**
 * What can be said of a SAS, with its params; none of them is ever the signature.
 *
 * Of the text: `empty`, `tooLong`, `severalLines`, `accountKey`, `notSas`, `addressUnreadable`, `copiedFromPage` (`&amp;`),
 * `duplicateParameters` {names}, `unknownParameters` {names}, `operationParameters` {names}: part of a request.
 * Of the address: `addressMissing`, `addressHttp`, `addressUserInfo`, `addressPort` {port}, `addressOdd`, `hostIsNumber`
 * {host}, `hostLookAlike` {host}, `hostUnknown` {host}, `hostNotAllowed` {host}, `hostNotLoopback` {host},
 * `containerMissing`, `blobMissing`, `otherBlob` {blob, expected}, `otherContainer` {container, expected}.
 * Of the signature: `signatureMissing`, `signatureMalformed`, `signatureDoubleEncoded`, `signatureUnencoded`,
 * `signedHeaders`, `boundToUser`, `delegationIncomplete`, `versionMissing`, `versionOld` {version}, `mixedKinds`.
 * Of what it opens: `wholeAccount`, `wholeContainer` {container}, `wholeDirectory`, `readOnlyResource` {resource},
 * `resourceUnknown`, `servicesMissBlob`, `typesMissObject`, `containerTooWide` {rights}.
 * Of its rights: `rightMissing` {right}, `rightsUnknown` {policy}, `rightsNone`, `rightsTooWide` {rights}, `rightsUnneeded`
 * {rights}, `rightsOrder` {rights}, `readAdvised`.
 * Of its time, ISO 8601 UTC: `expired` {expiresAt}, `expiresSoon` {expiresAt}, `livesTooLong` {expiresAt, days},
 * `livesForYears` {expiresAt}, `noExpiry`, `expiryUnknown` {policy}, `notYetValid` {startsAt}, `startsJustNow` {startsAt},
 * `timesReversed`, `timeUnreadable` {field}, `keyExpiresFirst` {expiresAt}.
 * Of the way: `httpAllowed`, `protocolUnknown`, `addressRange` {range}; `storedPolicy` {policy}.
 */
export const SAS_FINDINGS = [
  'empty',
  'tooLong',
  'severalLines',
  'accountKey',
  'notSas',
  'addressUnreadable',
  'copiedFromPage',
  'duplicateParameters',
  'unknownParameters',
  'operationParameters',
  'addressMissing',
  'addressHttp',
  'addressUserInfo',
  'addressPort',
  'addressOdd',
  'hostIsNumber',
  'hostLookAlike',
  'hostUnknown',
  'hostNotAllowed',
  'hostNotLoopback',
  'containerMissing',
  'blobMissing',
  'otherBlob',
  'otherContainer',
  'signatureMissing',
  'signatureMalformed',
  'signatureDoubleEncoded',
  'signatureUnencoded',
  'signedHeaders',
  'boundToUser',
  'delegationIncomplete',
  'versionMissing',
  'versionOld',
  'mixedKinds',
  'wholeAccount',
  'wholeContainer',
  'wholeDirectory',
  'readOnlyResource',
  'resourceUnknown',
  'servicesMissBlob',
  'typesMissObject',
  'containerTooWide',
  'rightMissing',
  'rightsUnknown',
  'rightsNone',
  'rightsTooWide',
  'rightsUnneeded',
  'rightsOrder',
  'readAdvised',
  'expired',
  'expiresSoon',
  'livesTooLong',
  'livesForYears',
  'noExpiry',
  'expiryUnknown',
  'notYetValid',
  'startsJustNow',
  'timesReversed',
  'timeUnreadable',
  'keyExpiresFirst',
  'httpAllowed',
  'protocolUnknown',
  'addressRange',
  'storedPolicy',
] as const;
export type SasFindingCode = (typeof SAS_FINDINGS)[number];

/** The words for the letters of `sp`. @see learn.microsoft.com/rest/api/storageservices/create-service-sas */
const RIGHT_NAMES: Readonly<Record<string, string>> = {
  r: 'read',
  a: 'append',
  c: 'create',
  w: 'write',
  d: 'delete',
  x: 'delete versions',
  y: 'delete for good',
  l: 'list',
  t: 'tags',
  f: 'find by tag',
  m: 'move',
  e: 'execute',
  o: 'change owner',
  p: 'change permissions or process',
  i: 'change immutability',
  u: 'update',
};

/** The rights behind the service's letters as words, joined by commas; a letter without a word stays as it is. */
export function sasRightsText(letters: string): string {
  return [...letters].map((letter) => RIGHT_NAMES[letter] ?? `"${letter}"`).join(', ');
}
