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

/** Ids of a Put Block List, in order. */
export function parseBlockList(xml: string): string[] {
  return [...xml.matchAll(/<(Latest|Committed|Uncommitted)>([^<]*)<\/\1>/g)].map((match) => match[2] ?? '');
}

/** Blob metadata as it travels. */
export function metadataOf(headers: IncomingHttpHeaders): Record<string, string> {
  const prefix = 'x-ms-meta-';
  const pairs = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(pairs.map(([name, value]) => [name.slice(prefix.length), String(value)]));
}
