import {
  AppError,
  type ErrorParams,
  type SasFinding,
  type SasFindingCode,
  type SasLevel,
  type SasMode,
  type SasUse,
} from '../../preload/contract/index.ts';
import { parseGrant, type SasFacts, type SasGrant } from './sas.ts';
import { isAzureBlobHost, looksLikeAzure, type SasAddress } from './sas-address.ts';
import { checkTimes } from './sas-check-times.ts';

/** What a SAS has to be good for. */
export type SasExpectation = {
  readonly mode: SasMode;
  readonly use: SasUse;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** `container/name` of the blob it must be for; null when any will do. */
  readonly blob: string | null;
  /** The hosts an organisation allows, with their port where it is not that of the protocol; null for Azure's. */
  readonly allowedHosts: readonly string[] | null;
};

/** A finding of that level. */
export function finding(level: SasLevel, code: SasFindingCode, params: ErrorParams = {}): SasFinding {
  return { level, code, params };
}

/** Everything there is to say about a SAS before it is used; refused when any finding is `refuse`. The worst come first. */
export function checkSas(facts: SasFacts, expectation: SasExpectation): readonly SasFinding[] {
  const findings = [
    ...checkText(facts),
    ...checkAddress(facts, expectation),
    ...checkSignature(facts),
    ...checkResource(facts, expectation),
    ...checkRights(facts, expectation),
    ...checkTimes(facts, expectation),
    ...checkWay(facts, expectation),
  ];
  return [...findings].sort((one, other) => LEVEL_ORDER[one.level] - LEVEL_ORDER[other.level]);
}

const LEVEL_ORDER: Readonly<Record<SasLevel, number>> = { refuse: 0, warn: 1, note: 2 };

/** What a wrong clock of this PC would refuse as well: the storage goes by its own, and says so when it does not agree. */
const BY_THE_CLOCK: readonly SasFindingCode[] = ['expired', 'notYetValid'];

/**
 * Makes sure that a permission may be used exactly as it is; gives what is to be said about it all the same.
 * @throws AppError sasInvalid, its `reason` the code of the worst finding
 */
export function requireSas(grant: SasGrant, expectation: SasExpectation): readonly SasFinding[] {
  const parsed = parseGrant(grant);
  const findings = parsed.kind === 'sas' ? checkSas(parsed.facts, expectation) : [parsed.finding];
  const refusal = findings.find(({ level, code }) => level === 'refuse' && !BY_THE_CLOCK.includes(code));
  if (refusal) throw new AppError('sasInvalid', { ...refusal.params, reason: refusal.code });
  return findings;
}

function checkText({ isHtmlEncoded, duplicates, operations, unknown }: SasFacts): SasFinding[] {
  return [
    ...(isHtmlEncoded ? [finding('refuse', 'copiedFromPage')] : []),
    ...named('refuse', 'duplicateParameters', duplicates),
    ...named('refuse', 'operationParameters', operations),
    ...named('warn', 'unknownParameters', unknown),
  ];
}

function named(level: SasLevel, code: SasFindingCode, names: readonly string[]): SasFinding[] {
  return names.length === 0 ? [] : [finding(level, code, { names: names.slice(0, 10).join(', ') })];
}

function checkAddress(facts: SasFacts, expectation: SasExpectation): SasFinding[] {
  const { address, resource } = facts;
  const { mode, blob, allowedHosts } = expectation;
  if (address === null) {
    return [finding(blob === null && allowedHosts === null ? 'warn' : 'refuse', 'addressMissing')];
  }
  // What a technician has on this PC is an emulator: nothing leaves the PC on the way to it.
  const isHere = mode !== 'job' && address.isLoopback;
  const isAllowedPort = isHere || allowedHosts?.includes(hostWithPort(address)) === true;
  return [
    ...(address.isOdd ? [finding('refuse', 'addressOdd')] : []),
    ...(address.hasUserInfo ? [finding('refuse', 'addressUserInfo')] : []),
    ...(address.protocol === 'http' && !isHere ? [finding('refuse', 'addressHttp')] : []),
    ...checkHost(address, expectation),
    ...(address.port !== null && !isAllowedPort ? [finding('refuse', 'addressPort', { port: address.port })] : []),
    ...(address.container === null ? [finding('refuse', 'containerMissing')] : []),
    ...(address.blob === null && resource === 'blob' ? [finding('refuse', 'blobMissing')] : []),
    ...checkBlob(address, blob),
  ];
}

function hostWithPort({ host, port }: SasAddress): string {
  return port === null ? host : `${host}:${port}`;
}

function checkHost(address: SasAddress, { mode, allowedHosts }: SasExpectation): SasFinding[] {
  const { host } = address;
  if (mode === 'sandbox') return address.isLoopback ? [] : [finding('refuse', 'hostNotLoopback', { host })];
  if (allowedHosts?.some((allowed) => allowed === host || allowed === hostWithPort(address))) return [];
  if (address.isLoopback && mode === 'technician') return [finding('warn', 'hostIsNumber', { host })];
  if (address.isNumber || address.isLoopback) return [finding('refuse', 'hostIsNumber', { host })];
  if (looksLikeAzure(host)) return [finding('refuse', 'hostLookAlike', { host })];
  if (allowedHosts !== null) return [finding('refuse', 'hostNotAllowed', { host })];
  return isAzureBlobHost(host) ? [] : [finding('refuse', 'hostUnknown', { host })];
}

/** A blob that is not named in the address is told by `blobMissing`, or is any of a container's. */
function checkBlob({ container, blob }: SasAddress, wanted: string | null): SasFinding[] {
  if (wanted === null || container === null) return [];
  const slash = wanted.indexOf('/');
  const [expectedContainer, expected] = [wanted.slice(0, slash), wanted.slice(slash + 1)];
  if (container !== expectedContainer) {
    return [finding('refuse', 'otherContainer', { container, expected: expectedContainer })];
  }
  return blob === null || blob === expected ? [] : [finding('refuse', 'otherBlob', { blob, expected })];
}

/** Before this version a block holds 4 MiB at most. @see learn.microsoft.com/rest/api/storageservices/put-block (remarks) */
const FIRST_VERSION_OF_LARGE_BLOCKS = '2016-05-31';

function checkSignature(facts: SasFacts): SasFinding[] {
  const { signature, version } = facts;
  return [
    ...(signature === 'missing' ? [finding('refuse', 'signatureMissing')] : []),
    ...(signature === 'malformed' ? [finding('refuse', 'signatureMalformed')] : []),
    ...(signature === 'doubleEncoded' ? [finding('refuse', 'signatureDoubleEncoded')] : []),
    ...(signature === 'unencoded' ? [finding('warn', 'signatureUnencoded')] : []),
    ...(facts.hasSignedHeaders ? [finding('refuse', 'signedHeaders')] : []),
    ...(facts.isBoundToUser ? [finding('refuse', 'boundToUser')] : []),
    ...(facts.missingKeyFields.length > 0 ? [finding('refuse', 'delegationIncomplete')] : []),
    ...(facts.kind === 'unknown' && facts.resource !== 'unknown' ? [finding('refuse', 'mixedKinds')] : []),
    ...(version === null ? [finding('refuse', 'versionMissing')] : []),
    ...(version !== null && version < FIRST_VERSION_OF_LARGE_BLOCKS
      ? [finding('warn', 'versionOld', { version })]
      : []),
  ];
}

function checkResource(facts: SasFacts, { mode, use }: SasExpectation): SasFinding[] {
  const { resource, address } = facts;
  // A technician has the container in view; made for one person's file it would open everyone's.
  const wide = mode === 'technician' ? 'warn' : 'refuse';
  switch (resource) {
    case 'blob':
      return [];
    case 'container':
      return [finding(wide, 'wholeContainer', { container: address?.container ?? null })];
    case 'directory':
      return [finding(wide, 'wholeDirectory')];
    case 'snapshot':
    case 'version':
      return [finding(use === 'import' ? 'warn' : 'refuse', 'readOnlyResource', { resource })];
    case 'account':
      return [
        finding('refuse', 'wholeAccount'),
        ...(facts.services?.includes('b') ? [] : [finding('refuse', 'servicesMissBlob')]),
        ...(facts.resourceTypes?.includes('o') ? [] : [finding('refuse', 'typesMissObject')]),
      ];
    case 'unknown':
      return [finding('refuse', 'resourceUnknown')];
  }
}

type RightsOfUse = {
  readonly needed: string;
  /** Needed for this way of working; nothing is said about them. */
  readonly allowed: string;
  /** Of no use, and of little harm for one's own file. */
  readonly unneeded: string;
};

/** @see learn.microsoft.com/rest/api/storageservices/create-service-sas (permissions for a blob) */
const RIGHTS: Readonly<Record<SasUse, RightsOfUse>> = {
  upload: { needed: 'w', allowed: 'cwr', unneeded: 'a' },
  import: { needed: 'r', allowed: 'r', unneeded: 'acw' },
  cleanup: { needed: 'd', allowed: 'dr', unneeded: 'acw' },
};

/** The order the service asks for; those of an account have another. */
const RIGHTS_ORDER = 'racwdxyltmeopif';

function checkRights(facts: SasFacts, { mode, use }: SasExpectation): SasFinding[] {
  const { rights, policy, resource, kind } = facts;
  if (rights === null) {
    if (policy === null) return [finding('refuse', 'rightsNone')];
    return [finding(mode === 'technician' ? 'warn' : 'refuse', 'rightsUnknown', { policy })];
  }
  const { needed, allowed, unneeded } = RIGHTS[use];
  const extra = [...rights].filter((right) => !allowed.includes(right));
  const unneededHere = extra.filter((right) => unneeded.includes(right)).join('');
  const tooWide = extra.filter((right) => !unneeded.includes(right)).join('');
  const isOfMany = resource === 'container' || resource === 'directory';
  const isOrdered = kind === 'account' || isSubsequence(rights, RIGHTS_ORDER);
  return [
    ...(rights.includes(needed) ? [] : [finding('refuse', 'rightMissing', { right: needed })]),
    // What is too much for many files is told with them.
    ...(tooWide === '' || isOfMany
      ? []
      : [finding(mode === 'technician' ? 'warn' : 'refuse', 'rightsTooWide', { rights: tooWide })]),
    ...(unneededHere === '' ? [] : [finding('warn', 'rightsUnneeded', { rights: unneededHere })]),
    ...(isOfMany ? checkContainerRights(rights, use, mode) : []),
    ...(isOrdered ? [] : [finding('warn', 'rightsOrder')]),
    ...(use === 'upload' && !rights.includes('r') ? [finding('note', 'readAdvised')] : []),
  ];
}

/** What may be done with everyone's files; to read them is not needed for sending one. */
const CONTAINER_RIGHTS: Readonly<Record<SasUse, string>> = { upload: 'cwa', import: 'r', cleanup: 'dlr' };

function checkContainerRights(rights: string, use: SasUse, mode: SasMode): SasFinding[] {
  const beyond = [...rights].filter((right) => !CONTAINER_RIGHTS[use].includes(right)).join('');
  if (beyond === '') return [];
  // A technician's import reads the container in any case, an upload that may read finds what is there already, and portals
  // give listing with both.
  const isUsual = mode === 'technician' && use !== 'cleanup' && [...beyond].every((right) => 'rl'.includes(right));
  return [finding(isUsual ? 'warn' : 'refuse', 'containerTooWide', { rights: beyond })];
}

function isSubsequence(text: string, order: string): boolean {
  const places = [...text].map((letter) => order.indexOf(letter)).filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}

function checkWay({ protocol, addressRange, policy }: SasFacts, { mode }: SasExpectation): SasFinding[] {
  const allowsHttp = protocol === null || protocol === 'https,http';
  const httpLevel = mode === 'technician' ? 'warn' : 'refuse';
  return [
    ...(allowsHttp && mode !== 'sandbox' ? [finding(httpLevel, 'httpAllowed')] : []),
    ...(!allowsHttp && protocol !== 'https' ? [finding('refuse', 'protocolUnknown')] : []),
    ...(addressRange === null ? [] : [finding('warn', 'addressRange', { range: addressRange })]),
    ...(policy === null ? [] : [finding('note', 'storedPolicy', { policy })]),
  ];
}
