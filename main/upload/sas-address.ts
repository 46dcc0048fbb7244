import { decode, shown } from './sas-query.ts';

/** Where a SAS leads, without the SAS. */
export type SasAddress = {
  readonly protocol: 'https' | 'http';
  /** Lower case, in ASCII: letters beyond that have become `xn--…`. */
  readonly host: string;
  /** Null for that of the protocol. */
  readonly port: number | null;
  readonly isNumber: boolean;
  readonly isLoopback: boolean;
  readonly container: string | null;
  /** With its percent signs resolved; may hold slashes. */
  readonly blob: string | null;
  readonly hasUserInfo: boolean;
  /** True when programs could understand it differently. */
  readonly isOdd: boolean;
};

/** Reads the address before the question mark; null when it is none. Never throws. */
export function parseAddress(text: string, isOneBlob: boolean): SasAddress | null {
  const url = readUrl(text);
  if (url === null) return null;
  const host = url.hostname.toLowerCase();
  const isNumber = host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host);
  const isLoopback = host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
  const segments = url.pathname.slice(1).split('/').map(decode);
  // Under a name of its own an account is told by the host, else by the first part of the path, as emulators have it.
  const path = isNumber || isLoopback ? segments.slice(1) : segments;
  const named = path.length === 1 && isOneBlob && path[0] !== '' ? ['$root', ...path] : path;
  return {
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    host: shown(host),
    port: url.port === '' ? null : Number(url.port),
    isNumber,
    isLoopback,
    container: textOrNull(named[0]),
    blob: textOrNull(named.slice(1).join('/')),
    hasUserInfo: url.username !== '' || url.password !== '' || /^[a-z]+:\/*[^/?#]*@/i.test(text),
    isOdd: isOdd(text),
  };
}

function readUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' ? url : null;
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : shown(text);
}

/** The parser of URLs resolves dots, backslashes and control characters silently; another program may not. */
function isOdd(text: string): boolean {
  const segments = resolveAll(text.replace(/^[a-z]+:\/\/[^/]*/i, '')).split(/[/\\]/);
  const hasDots = segments.some((part) => part === '.' || part === '..');
  const hasEmpty = segments.slice(1, -1).includes('');
  return hasDots || hasEmpty || /[\p{Cc}\\#]/u.test(text) || !/^https?:\/\/[^/]/i.test(text);
}

/** What separates and shortens paths, out of however many layers of percent signs: each program resolves another number. */
function resolveAll(text: string): string {
  let current = text;
  for (let before = ''; before !== current; ) {
    before = current;
    current = before.replace(/%(25|2e|2f|5c)/gi, decode);
  }
  return current;
}

/**
 * The names Azure gives its blob storage: the account before the name of a cloud, or of a DNS zone.
 * @see learn.microsoft.com/azure/storage/common/storage-account-overview (endpoints)
 */
const AZURE_BLOB_HOST =
  /^[a-z0-9]{3,24}\.(blob\.core\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)|z\d{1,2}\.blob\.storage\.azure\.net)$/;

/** True for a host of Azure's blob storage. */
export function isAzureBlobHost(host: string): boolean {
  return AZURE_BLOB_HOST.test(host);
}

/** Words that make a host look like Azure's. */
const FAMILIAR = /blob|windows\.|azure|chinacloudapi|usgovcloudapi|core\.w/;

/** True for a host that only looks like Azure's: its words in another place, or letters of other alphabets. */
export function looksLikeAzure(host: string): boolean {
  return !isAzureBlobHost(host) && (FAMILIAR.test(host) || host.split('.').some((label) => label.startsWith('xn--')));
}
