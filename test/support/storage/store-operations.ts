import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { BlockBlob, Conditions, KeptBlock, Refusal } from './block-blob.ts';
import type { StoreOperation } from './fault.ts';
import { metadataOf } from './store-request.ts';
import type { Body } from './take-body.ts';

/** A request that may be carried out. */
export type Order = {
  readonly operation: StoreOperation;
  readonly blockId: string | null;
  readonly headers: IncomingHttpHeaders;
  readonly listType: string;
  readonly conditions: Conditions;
  readonly body: Body;
  readonly keepsBytes: boolean;
  readonly parseIds: () => readonly string[] | null;
};

/** `code` is null for a success. */
export type Answer = {
  readonly status: number;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
};

/** Carries a request out on a blob. */
export function perform(blob: BlockBlob, order: Order): Answer {
  switch (order.operation) {
    case 'stage':
      return stage(blob, order);
    case 'commit':
      return commit(blob, order);
    case 'share':
      return afterChange(blob, blob.setMetadata(metadataOf(order.headers), order.conditions.ifMatch), 200);
    case 'list':
      return list(blob, order.listType);
    case 'facts':
      return blob.committed ? success(200, factsOf(blob)) : refused({ status: 404, code: 'BlobNotFound' });
    case 'download':
      return blob.committed
        ? success(200, factsOf(blob), blob.bytes())
        : refused({ status: 404, code: 'BlobNotFound' });
    case 'other':
      return refused({ status: 400, code: 'UnsupportedHeader' });
  }
}

function stage(blob: BlockBlob, { blockId, headers, body, keepsBytes }: Order): Answer {
  if (!isAsSent(headers, body)) return refused({ status: 400, code: 'Md5Mismatch' });
  if (blockId === null || body.sizeBytes === 0) return refused({ status: 400, code: 'InvalidQueryParameterValue' });
  const block: KeptBlock = {
    id: blockId,
    sizeBytes: body.sizeBytes,
    sha256: createHash('sha256').update(body.bytes).digest('hex'),
    bytes: keepsBytes ? body.bytes : null,
  };
  const refusal = blob.stage(block);
  return refusal ? refused(refusal) : success(201, { 'content-md5': md5Of(body) });
}

function isAsSent(headers: IncomingHttpHeaders, body: Body): boolean {
  const sent = headers['content-md5'];
  return sent === undefined || sent === md5Of(body);
}

function md5Of({ bytes }: Body): string {
  return createHash('md5').update(bytes).digest('base64');
}

function commit(blob: BlockBlob, { headers, conditions, parseIds, body }: Order): Answer {
  if (!isAsSent(headers, body)) return refused({ status: 400, code: 'Md5Mismatch' });
  const ids = parseIds();
  if (!ids) return refused({ status: 400, code: 'InvalidXmlDocument' });
  const refusal = blob.commit(ids, conditions);
  if (refusal) return refused(refusal);
  blob.metadata = metadataOf(headers);
  blob.contentType = String(headers['x-ms-blob-content-type'] ?? 'application/octet-stream');
  return success(201, { etag: blob.etag, 'last-modified': new Date().toUTCString() });
}

function afterChange(blob: BlockBlob, refusal: Refusal | null, status: number): Answer {
  return refusal ? refused(refusal) : success(status, { etag: blob.etag });
}

function list(blob: BlockBlob, type: string): Answer {
  if (!blob.committed && blob.staged.size === 0) return refused({ status: 404, code: 'BlobNotFound' });
  const committed = type === 'uncommitted' ? [] : (blob.committed ?? []);
  const staged = type === 'committed' ? [] : [...blob.staged.values()];
  const body =
    '<?xml version="1.0" encoding="utf-8"?><BlockList>' +
    `<CommittedBlocks>${committed.map(toXml).join('')}</CommittedBlocks>` +
    `<UncommittedBlocks>${staged.map(toXml).join('')}</UncommittedBlocks></BlockList>`;
  const headers = { 'content-type': 'application/xml', 'x-ms-blob-content-length': String(blob.sizeBytes) };
  return success(200, blob.committed ? { ...headers, etag: blob.etag } : headers, body);
}

function toXml({ id, sizeBytes }: KeptBlock): string {
  return `<Block><Name>${id}</Name><Size>${sizeBytes}</Size></Block>`;
}

function factsOf(blob: BlockBlob): Record<string, string> {
  const metadata = Object.entries(blob.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]);
  return {
    ...Object.fromEntries(metadata),
    etag: blob.etag,
    'content-length': String(blob.sizeBytes),
    'content-type': blob.contentType,
    'x-ms-blob-type': 'BlockBlob',
    'last-modified': new Date().toUTCString(),
  };
}

function refused({ status, code }: Refusal): Answer {
  return { status, code, headers: {}, body: '' };
}

function success(status: number, headers: Readonly<Record<string, string>>, body: string | Buffer = ''): Answer {
  return { status, code: null, headers, body };
}
