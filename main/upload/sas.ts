import type { SasFinding, SasFindingCode, SasKind, SasResource, SasView } from '../../preload/contract/index.ts';
import { parseAddress, type SasAddress } from './sas-address.ts';
import {
  parseQuery,
  parseSasTime,
  type SasField,
  type SasQuery,
  type SasTime,
  type SignatureState,
  shown,
  shownName,
  signatureState,
} from './sas-query.ts';

/** What a SAS says. The signature itself is no part of it. Null where it does not say; names as the service has them. */
export type SasFacts = {
  readonly kind: SasKind;
  readonly resource: SasResource;
  /** Null for a SAS without its address. */
  readonly address: SasAddress | null;
  /** `sp` */
  readonly rights: string | null;
  /** `st`, `se`; and of the key of a user delegation `skt`, `ske` */
  readonly startsAt: SasTime | null;
  readonly expiresAt: SasTime | null;
  readonly keyStartsAt: SasTime | null;
  readonly keyExpiresAt: SasTime | null;
  /** `spr` */
  readonly protocol: string | null;
  /** `sip` */
  readonly addressRange: string | null;
  /** `si` */
  readonly policy: string | null;
  /** `sv`, a day; null also when it is none */
  readonly version: string | null;
  /** `ss`, `srt` */
  readonly services: string | null;
  readonly resourceTypes: string | null;
  /** `ses`, `sdd` */
  readonly encryptionScope: string | null;
  readonly directoryDepth: string | null;
  readonly signature: SignatureState;
  /** Fields a user delegation needs and this one lacks. */
  readonly missingKeyFields: readonly string[];
  /** True when the service also asks for the token of one person. */
  readonly isBoundToUser: boolean;
  readonly hasSignedHeaders: boolean;
  readonly isHtmlEncoded: boolean;
  /** Names of fields: given twice; not known; of a request and no part of a SAS. */
  readonly duplicates: readonly string[];
  readonly unknown: readonly string[];
  readonly operations: readonly string[];
};

export type ParsedSas =
  | { readonly kind: 'sas'; readonly facts: SasFacts }
  | { readonly kind: 'notSas'; readonly finding: SasFinding };

/** Longest text that is looked at, characters: far longer than any SAS with its address. */
const MAX_TEXT = 16_384;

/**
 * Reads what a person pasted: an address with a SAS, a SAS alone with or without its question mark, or a connection string
 * with a SAS. What it says holds for the SAS in the text, not for the text: what is used as it stands is read by
 * `parseGrant`. Never throws.
 */
export function parseSas(text: string): ParsedSas {
  const trimmed = unwrap(text);
  const problem = problemOf(trimmed);
  return problem === null ? read(...split(trimmed)) : notSas(problem);
}

/** A permission as requests are made with it. `sasToken` is a secret; with or without its leading `?`. */
export type SasGrant = { readonly blobUri: string; readonly sasToken: string };

/** Reads exactly what requests will be made with; nothing is left out or looked for elsewhere. Never throws. */
export function parseGrant({ blobUri, sasToken }: SasGrant): ParsedSas {
  const query = sasToken.replace(/^\?/, '');
  const problem = problemOf(query) ?? problemOf(blobUri);
  if (problem !== null) return notSas(problem);
  if (blobUri.includes('?') || blobUri !== blobUri.trim() || isJoined(blobUri)) return notSas('addressUnreadable');
  // A program cuts an address at its `#`, and leaves control characters out.
  if (/[#\p{Cc}]/u.test(query) || isJoined(query.replace(/&amp;/gi, '&'))) return notSas('notSas');
  return read(blobUri, query);
}

/** True for a text that could be taken for several, as a connection string. */
function isJoined(text: string): boolean {
  return text.includes(';') || /SharedAccessSignature=/i.test(text);
}

function read(before: string | null, query: string): ParsedSas {
  const parsed = parseQuery(query);
  if (!['sv', 'sig', 'se', 'sp', 'si'].some((name) => parsed.fields.has(name))) return notSas('notSas');
  const address = before === null ? null : parseAddress(before, parsed.fields.get('sr')?.value === 'b');
  if (before !== null && address === null) return notSas('addressUnreadable');
  return { kind: 'sas', facts: readFacts(parsed, address) };
}

function notSas(code: SasFindingCode): ParsedSas {
  return { kind: 'notSas', finding: { level: 'refuse', code, params: {} } };
}

/** Without what surrounds a copied text: spaces, quotes, angle brackets, the name it has in a connection string. */
function unwrap(text: string): string {
  const bare = text.replace(/^[\s\ufeff"'<]+|[\s"'>]+$/g, '');
  return CONNECTION.exec(bare)?.[1] ?? bare;
}

/** A connection string: `Name=value` pairs from its very beginning, none of them an address with a query. */
const CONNECTION = /^(?:[a-z]{5,}=[^;?&]*;)*SharedAccessSignature=([^;]*)/i;

function problemOf(text: string): SasFindingCode | null {
  if (text === '') return 'empty';
  if (text.length > MAX_TEXT) return 'tooLong';
  if (/[\r\n]/.test(text)) return 'severalLines';
  if (/AccountKey=/i.test(text) || /^[A-Za-z0-9+/]{86}==$/.test(text)) return 'accountKey';
  return null;
}

/** What stands before the question mark, null for nothing; and what stands behind it. */
function split(text: string): readonly [before: string | null, query: string] {
  if (/^[?&]?[\w.-]+=/.test(text)) return [null, text.replace(/^[?&]/, '')];
  const mark = text.indexOf('?');
  return mark < 0 ? [text, ''] : [mark === 0 ? null : text.slice(0, mark), text.slice(mark + 1)];
}

const KEY_FIELDS = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv'] as const;
const USER_FIELDS = ['skdutid', 'sduoid'] as const;
const SIGNED_REQUEST_FIELDS = ['srh', 'srq'] as const;

/** @see learn.microsoft.com/rest/api/storageservices/delegate-access-with-shared-access-signature */
const SAS_FIELDS: ReadonlySet<string> = new Set([
  ...['sv', 'ss', 'srt', 'sr', 'sp', 'st', 'se', 'spr', 'sip', 'si', 'ses', 'sdd', 'sig'],
  ...KEY_FIELDS,
  ...USER_FIELDS,
  ...SIGNED_REQUEST_FIELDS,
  ...['saoid', 'suoid', 'scid', 'rscc', 'rscd', 'rsce', 'rscl', 'rsct'],
]);

/** Fields of a request; with them the address is that of one request or of an old state of a file. */
const OPERATION_FIELDS: ReadonlySet<string> = new Set([
  ...['comp', 'restype', 'blockid', 'timeout', 'snapshot', 'versionid', 'prefix', 'marker', 'blocklisttype'],
]);

function readFacts({ fields, duplicates, isHtmlEncoded }: SasQuery, address: SasAddress | null): SasFacts {
  const value = (name: string) => textOf(fields.get(name));
  const time = (name: string) => {
    const text = fields.get(name)?.value ?? '';
    return text === '' ? null : parseSasTime(text);
  };
  const has = (name: string) => fields.has(name);
  const kind = kindOf(has);
  const version = value('sv');
  const others = [...fields.keys()].filter((name) => !SAS_FIELDS.has(name));
  return {
    kind,
    resource: resourceOf(kind, value('sr'), value('sdd')),
    address,
    rights: value('sp'),
    startsAt: time('st'),
    expiresAt: time('se'),
    keyStartsAt: time('skt'),
    keyExpiresAt: time('ske'),
    protocol: value('spr'),
    addressRange: value('sip'),
    policy: value('si'),
    version: version !== null && parseSasTime(version).atMs !== null ? version : null,
    services: value('ss'),
    resourceTypes: value('srt'),
    encryptionScope: value('ses'),
    directoryDepth: value('sdd'),
    signature: signatureState(fields.get('sig')),
    missingKeyFields: kind === 'userDelegation' ? KEY_FIELDS.filter((name) => !has(name)) : [],
    isBoundToUser: USER_FIELDS.some(has),
    hasSignedHeaders: SIGNED_REQUEST_FIELDS.some(has),
    isHtmlEncoded,
    duplicates: duplicates.map(shownName),
    unknown: others.filter((name) => !OPERATION_FIELDS.has(name)).map(shownName),
    operations: others.filter((name) => OPERATION_FIELDS.has(name)),
  };
}

function textOf(field: SasField | undefined): string | null {
  return field === undefined || field.value === '' ? null : shown(field.value);
}

function kindOf(has: (name: string) => boolean): SasKind {
  const isAccount = has('ss') || has('srt');
  const isDelegated = KEY_FIELDS.some(has);
  const isService = has('sr') || has('si');
  if (isAccount) return isDelegated || isService ? 'unknown' : 'account';
  if (isDelegated) return has('si') ? 'unknown' : 'userDelegation';
  return isService ? 'service' : 'unknown';
}

const RESOURCES: Readonly<Record<string, SasResource>> = {
  b: 'blob',
  c: 'container',
  d: 'directory',
  bs: 'snapshot',
  bv: 'version',
};

function resourceOf(kind: SasKind, code: string | null, depth: string | null): SasResource {
  if (kind === 'account') return 'account';
  // The folder at depth 0 is the root of the container.
  if (code === 'd' && depth !== null && Number(depth) === 0) return 'container';
  return (code === null ? undefined : RESOURCES[code]) ?? 'unknown';
}

/** From when until when a SAS is valid, milliseconds since 1970 UTC; null where it does not say. */
export type SasLifetime = { readonly startsAtMs: number | null; readonly expiresAtMs: number | null };

/** The lifetime a SAS tells of itself. A user delegation ends with the key it was signed with, and begins with it. */
export function sasLifetime(sasToken: string): SasLifetime {
  const { fields } = parseQuery(sasToken.slice(sasToken.indexOf('?') + 1));
  const at = (name: string) => parseSasTime(fields.get(name)?.value ?? '').atMs;
  return { startsAtMs: latest([at('st'), at('skt')]), expiresAtMs: earliest([at('se'), at('ske')]) };
}

/** The lifetime of a SAS that was read. */
export function lifetimeOf({ startsAt, keyStartsAt, expiresAt, keyExpiresAt }: SasFacts): SasLifetime {
  return {
    startsAtMs: latest([startsAt?.atMs ?? null, keyStartsAt?.atMs ?? null]),
    expiresAtMs: earliest([expiresAt?.atMs ?? null, keyExpiresAt?.atMs ?? null]),
  };
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** What a text that is no SAS allows. */
export const NO_SAS: SasView = {
  sasKind: 'unknown',
  resource: 'unknown',
  host: null,
  container: null,
  blob: null,
  rights: null,
  startsAt: null,
  expiresAt: null,
  policy: null,
  version: null,
  isSigned: false,
};

/** What is shown of a SAS. */
export function viewSas(facts: SasFacts): SasView {
  const { startsAtMs, expiresAtMs } = lifetimeOf(facts);
  return {
    sasKind: facts.kind,
    resource: facts.resource,
    host: facts.address?.host ?? null,
    container: facts.address?.container ?? null,
    blob: facts.address?.blob ?? null,
    rights: facts.rights,
    startsAt: startsAtMs === null ? null : new Date(startsAtMs).toISOString(),
    expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
    policy: facts.policy,
    version: facts.version,
    isSigned: facts.signature !== 'missing',
  };
}
