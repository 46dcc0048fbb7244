import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BlockBlob } from './block-blob.ts';
import type { Fault, StoreRequest } from './fault.ts';
import { type Grant, Signatures } from './signatures.ts';
import { answerStrangely, refuse } from './store-answers.ts';
import { perform } from './store-operations.ts';
import { blobNameOf, conditionsOf, operationOf, parseBlockList } from './store-request.ts';
import { type Body, takeBody } from './take-body.ts';

const ACCOUNT = 'ferry';
const CONTAINER = 'pst';

/** What the store saw, counted on its side of the wire. */
export type StoreCounts = {
  requests: number;
  /** Bytes of Put Block bodies that arrived, whole or not. */
  blockBytes: number;
  /** Bytes of blocks that were accepted, repeats included. */
  acceptedBytes: number;
  acceptedBlocks: number;
  commits: number;
  /** Flipped bodies, and those of them that were refused for it. */
  flipped: number;
  flipsRefused: number;
};

/** A server that does with block blobs what Azure Storage does, as far as a client can see, and what a script adds. */
export type ScriptedStore = {
  readonly port: number;
  readonly counts: StoreCounts;
  readonly log: readonly StoreRequest[];
  readonly signatures: Signatures;
  /** What goes wrong with a request; null for nothing. */
  script: (request: StoreRequest) => Fault | null;
  /** Called when a block was accepted, before it is answered. */
  onAccepted: (request: StoreRequest, sizeBytes: number) => void;
  /** How far its clock is ahead of the PC's. */
  skewMs: number;
  /** The time of its clock. */
  nowMs(): number;
  /** An address and a token of a new signature; `port` for a proxy in front of it. */
  grant(grant: Grant, port?: number): { readonly blobUri: string; readonly sasToken: string };
  /** The blob of that name, made when there is none. */
  blob(name: string): BlockBlob;
  /** Requests under way. */
  openRequests(): number;
  forgetLog(): void;
  close(): Promise<void>;
};

export type ScriptedStoreOptions = {
  /** False to keep hashes of blocks alone. */
  readonly keepsBytes?: boolean;
};

type Inner = ScriptedStore & {
  readonly options: ScriptedStoreOptions;
  readonly entries: StoreRequest[];
  readonly tries: Map<string, number>;
};

/** Starts a store on a free port of this PC. */
export async function startScriptedStore(options: ScriptedStoreOptions = {}): Promise<ScriptedStore> {
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    // A client that is gone is no failure of the store.
    request.on('error', () => undefined);
    serve(store, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const store = createStore((server.address() as AddressInfo).port, options, {
    openRequests: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return store;
}

function createStore(
  port: number,
  options: ScriptedStoreOptions,
  rest: Pick<ScriptedStore, 'openRequests' | 'close'>,
): Inner {
  const blobs = new Map<string, BlockBlob>();
  const entries: StoreRequest[] = [];
  const store: Inner = {
    ...rest,
    port,
    options,
    entries,
    log: entries,
    tries: new Map(),
    signatures: new Signatures(),
    counts: {
      requests: 0,
      blockBytes: 0,
      acceptedBytes: 0,
      acceptedBlocks: 0,
      commits: 0,
      flipped: 0,
      flipsRefused: 0,
    },
    script: () => null,
    onAccepted: () => undefined,
    skewMs: 0,
    nowMs: () => Date.now() + store.skewMs,
    grant: (grant, reachedAt = port) => ({
      blobUri: `http://127.0.0.1:${reachedAt}/${ACCOUNT}/${CONTAINER}/${encodeURIComponent(grant.blobName)}`,
      sasToken: store.signatures.issue(grant, store.nowMs()),
    }),
    blob(name) {
      const blob = blobs.get(name) ?? new BlockBlob();
      blobs.set(name, blob);
      return blob;
    },
    forgetLog: () => {
      entries.length = 0;
    },
  };
  return store;
}

async function serve(store: Inner, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://store');
  const request = note(store, message, url);
  response.setHeader('date', new Date(store.nowMs()).toUTCString());
  const fault = store.script(request);
  if (fault?.kind === 'answerEarly') return answerStrangely(response, fault, true);
  if (fault?.kind === 'blackHole') return void message.pause();
  const body = await takeBody(message, fault, (sizeBytes) => {
    if (request.operation === 'stage') store.counts.blockBytes += sizeBytes;
  });
  if (fault?.kind === 'flip' && body.sizeBytes > 0) store.counts.flipped += 1;
  if (fault?.kind === 'silent') return;
  if (fault?.kind === 'answer') return answerStrangely(response, fault, false);
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  // Looked at when all of it has come, so that a token which ends on the way is refused as well.
  const refusal = store.signatures.refusalOf(request.signature, request.blobName, request.operation, store.nowMs());
  if (refusal) return refuse(response, refusal, message.method === 'HEAD');
  // A real store makes no difference between a connection that ended and one that waits: what has come counts.
  act(store, { request, message, url, body, response, isAnswered: fault?.kind !== 'loseAnswer' });
}

type Act = {
  readonly request: StoreRequest;
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: Body;
  readonly response: ServerResponse;
  readonly isAnswered: boolean;
};

function act(store: Inner, { request, message, url, body, response, isAnswered }: Act): void {
  const blob = store.blob(request.blobName);
  const answer = perform(blob, {
    operation: request.operation,
    blockId: request.blockId,
    headers: message.headers,
    listType: url.searchParams.get('blocklisttype') ?? 'committed',
    conditions: conditionsOf(message.headers),
    body,
    keepsBytes: store.options.keepsBytes !== false,
    parseIds: () => parseBlockList(body.bytes.toString('utf8')),
  });
  if (answer.status === 201 && request.operation === 'stage') {
    store.counts.acceptedBytes += body.sizeBytes;
    store.counts.acceptedBlocks += 1;
    store.onAccepted(request, body.sizeBytes);
  }
  if (answer.status === 201 && request.operation === 'commit') store.counts.commits += 1;
  if (answer.code === 'Md5Mismatch' && body.isFlipped) store.counts.flipsRefused += 1;
  if (!isAnswered) return void message.socket.resetAndDestroy();
  const isHead = message.method === 'HEAD';
  if (answer.code === null) {
    response.writeHead(answer.status, { ...answer.headers, 'x-ms-request-id': `scripted-${request.number}` });
    response.end(isHead ? undefined : answer.body);
  } else {
    refuse(response, { status: answer.status, code: answer.code }, isHead);
  }
}

function note(store: Inner, message: IncomingMessage, url: URL): StoreRequest {
  store.counts.requests += 1;
  const blobName = blobNameOf(url);
  const operation = operationOf(message.method ?? 'GET', url);
  const blockId = operation === 'stage' ? url.searchParams.get('blockid') : null;
  const key = `${blobName}\n${blockId}`;
  const earlierTries = blockId === null ? 0 : (store.tries.get(key) ?? 0);
  if (blockId !== null) store.tries.set(key, earlierTries + 1);
  const request = {
    number: store.counts.requests,
    operation,
    blobName,
    blockId,
    earlierTries,
    atMs: performance.now(),
    signature: url.searchParams.get('sig') ?? '',
  };
  store.entries.push(request);
  return request;
}
