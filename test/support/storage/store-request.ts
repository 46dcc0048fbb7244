import type { IncomingHttpHeaders } from 'node:http';
import type { Conditions } from './block-blob.ts';
import type { StoreOperation } from './fault.ts';

/** What a request to a blob is for, by its method and query. */
export function operationOf(method: string, url: URL): StoreOperation {
  const part = url.searchParams.get('comp');
  if (method === 'PUT' && part === 'block') return 'stage';
  if (method === 'PUT' && part === 'blocklist') return 'commit';
  if (method === 'PUT' && part === 'metadata') return 'share';
  if (method === 'GET' && part === 'blocklist') return 'list';
  if (method === 'HEAD' && part === null) return 'facts';
  return method === 'GET' && part === null ? 'download' : 'other';
}

/** The name behind `/account/container/`. */
export function blobNameOf(url: URL): string {
  return decodeURIComponent(url.pathname.split('/').slice(3).join('/'));
}

export function conditionsOf(headers: IncomingHttpHeaders): Conditions {
  return { ifMatch: headers['if-match'] ?? null, ifNoneMatch: headers['if-none-match'] ?? null };
}

const ENTRY = /<(Latest|Committed|Uncommitted)>([^<]*)<\/\1>/g;

/** Ids of a Put Block List, in order; null for text that is no such list, as the service is strict about it. */
export function parseBlockList(xml: string): string[] | null {
  const ids = [...xml.matchAll(ENTRY)].map((match) => match[2] ?? '');
  const frame = xml.replaceAll(ENTRY, '').replaceAll(/\s/g, '');
  const isList = /^(<\?xmlversion="1\.0"encoding="UTF-8"(standalone="yes")?\?>)?<BlockList(\/>|><\/BlockList>)$/i.test(
    frame,
  );
  return isList ? ids : null;
}

/** Blob metadata as it travels. */
export function metadataOf(headers: IncomingHttpHeaders): Record<string, string> {
  const prefix = 'x-ms-meta-';
  const pairs = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(pairs.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}
