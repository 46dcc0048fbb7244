import { createHash } from 'node:crypto';
import { ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CleanupDeps, type CleanupOptions, cleanupCommand } from '../../../main/cli/cleanup-command.ts';
import type { Output } from '../../../main/cli/output.ts';
import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { createAzureContainer } from '../../../main/platform/azure-container.ts';
import { createNodeHttp } from '../../../main/platform/http/node-http.ts';
import { CliLine, IMPORT_PHASES, type ImportPhase, type ImportStatistics } from '../../../preload/contract/index.ts';
import { type MethodCounter, startMethodCounter } from '../../support/cleanup/method-counter.ts';
import { sampleRequest } from '../../support/cleanup/samples.ts';
import { UNBOUND } from '../../support/http/unbound.ts';
import { type Azurite, startAzurite } from '../../support/upload/azurite.ts';

const DAY_MS = 86_400_000;
const signal = new AbortController().signal;
const http = createNodeHttp(UNBOUND);
let azurite: Azurite;
let counter: MethodCounter;
let all: ContainerClient;

beforeAll(async () => {
  azurite = await startAzurite();
  const { containerUrl, sasToken } = azurite.containerAddress('racwdl');
  all = new ContainerClient(`${containerUrl}?${sasToken}`);
  counter = await startMethodCounter(containerUrl);
});

afterAll(async () => {
  http.close();
  await counter.close();
  await azurite.stop();
});

beforeEach(async () => {
  for await (const { name, properties } of all.listBlobsFlat()) {
    const blob = all.getBlobClient(name);
    if (properties.leaseState === 'leased') await blob.getBlobLeaseClient().breakLease(0);
    await blob.delete();
  }
  counter.counts.clear();
});

const deletes = () => counter.counts.get('DELETE') ?? 0;

/** Puts a blob there as a move does. @returns the address a request names it by */
async function upload(name: string, text = name): Promise<string> {
  const address = azurite.address(name, 'rcw');
  const store = createAzureBlockStore({ address: () => address, http });
  const bytes = Buffer.from(text);
  const id = Buffer.from('block-0').toString('base64');
  await store.stageBlock({ id, bytes, md5: createHash('md5').update(bytes).digest() }, { signal });
  const etag = (await store.getFacts({ signal }))?.etag ?? null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await store.commit([id], { sha256, jobId: name.replace('.pst', ''), replaces: etag }, { signal });
  return address.blobUri;
}

/** A request for that blob which, when it is done, was so this many days from now. */
function requestFor(sourceUri: string, phase: ImportPhase, doneInDays = 0): ImportStatistics {
  const statistics = sampleRequest(phase, { requestId: `r-${sourceUri.split('/').at(-1)}-${phase}`, sourceUri });
  const queuedAt = new Date().toISOString();
  const completedAt = statistics.completedAt && new Date(Date.now() + doneInDays * DAY_MS).toISOString();
  return { ...statistics, queuedAt, startedAt: queuedAt, completedAt };
}

type World = Partial<CleanupOptions> & {
  readonly requests: () => readonly ImportStatistics[];
  /** What happens while a person thinks about the question. */
  readonly meanwhile?: () => Promise<unknown>;
  readonly rights?: string;
  readonly nowInDays?: number;
};

/** Runs the command in the future, over the counted line. */
async function clean({ requests, meanwhile, rights = 'dl', nowInDays = 30, ...options }: World) {
  const { containerUrl, sasToken } = azurite.containerAddress(rights);
  const address = { containerUrl: counter.through(containerUrl), sasToken };
  let monotonicMs = 0;
  const deps: CleanupDeps = {
    containerUrl: address.containerUrl,
    store: createAzureContainer({ address: () => address, http }),
    engine: { list: async () => requests() },
    jobs: () => [],
    clock: {
      now: () => new Date(Date.now() + nowInDays * DAY_MS),
      // Each question to the service is a new one.
      monotonicMs: () => {
        monotonicMs += 60_000;
        return monotonicMs;
      },
      sleep: () => Promise.reject(new Error('nothing is to be waited for')),
    },
    random: () => 1,
    ask: async () => {
      await meanwhile?.();
      return true;
    },
  };
  const lines: string[] = [];
  const errors: string[] = [];
  const output: Output = {
    data: (line) => {
      const parsed = CliLine.parse(line);
      if (parsed.kind === 'blob') lines.push(`${parsed.blob} ${parsed.action} ${parsed.reason}`);
    },
    raw: () => undefined,
    say: () => undefined,
    progress: () => undefined,
    error: ({ code }, file) => errors.push(`${file} ${code}`),
  };
  const code = await cleanupCommand({ whatIf: false, yes: false, ...options }, { output, signal }, deps);
  return { code, lines, errors };
}

async function left(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of all.listBlobsFlat()) names.push(name);
  return names.sort();
}

/** Two imports of each pair of phases, a blob each, done on the days of AGES in turn; and blobs that are none of ours. */
async function createMixture() {
  const requests: ImportStatistics[] = [];
  const goes: string[] = [];
  const isDone = (phase: ImportPhase) => phase === 'completed' || phase === 'completedWithWarning';
  let count = 0;
  for (const [index, first] of IMPORT_PHASES.entries()) {
    for (const second of IMPORT_PHASES.slice(index)) {
      // At least one full turn of ages for those that may go.
      for (const doneInDays of isDone(first) && isDone(second) ? AGES : [0]) {
        count += 1;
        const name = `blob-${String(count).padStart(2, '0')}.pst`;
        const uri = await upload(name);
        requests.push(requestFor(uri, first), { ...requestFor(uri, second, doneInDays), requestId: `second-${count}` });
        if (isDone(first) && isDone(second) && doneInDays <= 15) goes.push(name);
      }
    }
  }
  await upload('unknown.pst');
  for (const name of ['foreign.pst', 'notes.txt']) {
    await all.getBlockBlobClient(name).upload('x', 1);
    requests.push(requestFor(`${azurite.containerAddress('l').containerUrl}/${name}`, 'completed'));
  }
  return { requests, goes: goes.sort(), all: await left() };
}

/** Days from now an import is done on; it is looked at 30 days from now. */
const AGES = [0, 14, 15, 16, 29];

describe('every mixture of ages and states', () => {
  it('is only looked at with --what-if: not one delete reaches the server', async () => {
    const { requests, goes, all: before } = await createMixture();
    counter.counts.clear();
    const { code, lines } = await clean({ requests: () => requests, whatIf: true });
    expect(deletes()).toBe(0);
    expect([...counter.counts.keys()]).toEqual(['GET']);
    expect(code).toBe(0);
    expect(lines.flatMap((line) => line.match(/(\S+) remove imported/)?.[1] ?? [])).toEqual(goes);
    expect(goes.length).toBe(9);
    expect(lines).toHaveLength(before.length);
    expect(await left()).toEqual(before);
  });

  it('loses what is done and old enough, with one delete each, and nothing else', async () => {
    const { requests, goes, all: before } = await createMixture();
    counter.counts.clear();
    const { code, lines } = await clean({ requests: () => requests });
    expect(code).toBe(0);
    expect(deletes()).toBe(goes.length);
    expect(await left()).toEqual(before.filter((name) => !goes.includes(name)));
    expect(lines).toEqual(
      expect.arrayContaining(['foreign.pst keep notOurs', 'notes.txt keep notOurs', 'unknown.pst keep importUnknown']),
    );
    expect(lines.filter((line) => line.endsWith(' removed imported'))).toHaveLength(goes.length);
  });

  it('has another border with --older-than', async () => {
    const { requests, all: before } = await createMixture();
    const { lines } = await clean({ requests: () => requests, olderThan: 31, yes: true });
    expect(lines.some((line) => line.includes(' remove'))).toBe(false);
    await clean({ requests: () => requests, olderThan: 0, yes: true });
    // Three pairs that are done, in five ages each.
    expect(await left()).toHaveLength(before.length - 15);
    expect(deletes()).toBe(15);
  });
});

describe('what happens between the plan and the delete', () => {
  it('keeps a blob that was replaced, leased, or is read again, and tells why', async () => {
    const names = ['again.pst', 'fine.pst', 'gone.pst', 'leased.pst', 'replaced.pst'];
    const uris = await Promise.all(names.map((name) => upload(name)));
    const requests = uris.map((uri) => requestFor(uri, 'completed'));
    const meanwhile = async () => {
      requests.push(requestFor(uris[0] ?? '', 'queued'));
      await all.getBlobClient('gone.pst').delete();
      await all.getBlobClient('leased.pst').getBlobLeaseClient().acquireLease(-1);
      await upload('replaced.pst', 'something new');
    };
    const { code, lines } = await clean({ requests: () => requests, meanwhile });
    expect(lines.slice(0, 5)).toEqual(names.map((name) => `${name} remove imported`));
    expect(lines.slice(5)).toEqual([
      'again.pst kept importRunning',
      'fine.pst removed imported',
      'gone.pst removed imported',
      'leased.pst kept leased',
      'replaced.pst kept changed',
    ]);
    expect(code).toBe(2);
    expect(deletes()).toBe(4);
    expect((await azurite.download('replaced.pst')).toString()).toBe('something new');
    expect(await left()).toEqual(['again.pst', 'leased.pst', 'replaced.pst']);
  });
});

it('a blob that is leased before the plan is not asked for', async () => {
  const request = requestFor(await upload('leased.pst'), 'completed');
  const lease = all.getBlobClient('leased.pst').getBlobLeaseClient();
  await lease.acquireLease(-1);
  const { lines } = await clean({ requests: () => [request] });
  await lease.releaseLease();
  expect(lines).toEqual(['leased.pst keep leased']);
  expect(deletes()).toBe(0);
});

it('a shared blob goes when the import of the one it is shared with is done, too', async () => {
  const uri = await upload('shared.pst');
  const store = createAzureBlockStore({ address: () => azurite.address('shared.pst', 'rcw'), http });
  const first = { ...requestFor(uri, 'completed'), queuedAt: new Date(Date.now() - DAY_MS).toISOString() };
  await store.share((await store.getFacts({ signal }))?.etag ?? '', { signal });
  expect((await clean({ requests: () => [first] })).lines).toEqual(['shared.pst keep importUnknown']);
  const second = requestFor(uri, 'completedWithWarning');
  expect((await clean({ requests: () => [first, second] })).lines).toContain('shared.pst removed imported');
});

it('a permission without the right to list is refused with what it lacks, and nothing is sent', async () => {
  await expect(clean({ requests: () => [], rights: 'rd' })).rejects.toMatchObject({
    code: 'sasInvalid',
    params: { reason: 'rightMissing', right: 'l' },
  });
  expect([...counter.counts]).toEqual([]);
});

it('a list of requests that cannot be had removes nothing', async () => {
  await upload('a.pst');
  const fail = () => {
    throw new Error('no list');
  };
  await expect(clean({ requests: fail })).rejects.toThrow('no list');
  expect(deletes()).toBe(0);
});
