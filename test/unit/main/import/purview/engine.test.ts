import { expect, test } from 'vitest';
import type { ImportOrder } from '../../../../../main/import/engine.ts';
import { createPurviewEngine } from '../../../../../main/import/purview/engine.ts';
import type { Handover, HandoverStore } from '../../../../../main/import/purview/ports.ts';
import { isOver } from '../../../../../main/import/statistics.ts';
import { AppError, ImportStatistics } from '../../../../../preload/contract/index.ts';
import { blobUri, handoverRow } from './rows.ts';

const never = new AbortController().signal;
const ORDER: ImportOrder = {
  name: 'job-1',
  mailbox: 'ann@contoso.example',
  isArchive: false,
  targetRootFolder: 'Imported PST/old',
  includeFolders: [],
  excludeFolders: [],
  source: { blobUri: blobUri('a1.pst'), sasToken: 'sig=secret' },
};

/** A store in memory that counts its writes; `failures` of them fail first. */
function setUp(failures = 0) {
  const written: Handover[] = [];
  let left = failures;
  const store: HandoverStore = {
    read: async () => written.at(-1)?.rows ?? [],
    write: async (handover) => {
      await Promise.resolve();
      if (left-- > 0) throw new AppError('stateUnwritable');
      written.push(handover);
    },
  };
  let minute = 0;
  const now = () => new Date(Date.UTC(2026, 2, 4, 5, minute++));
  return { written, engine: createPurviewEngine({ store, now }) };
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

test('an order becomes a row, a list and a page', async () => {
  const { written, engine } = setUp();
  expect(await engine.start(ORDER, never)).toBe('purview:job-1');
  expect(written).toHaveLength(1);
  expect(written[0]?.rows).toEqual([handoverRow({ handedOverAt: '2026-03-04T05:00:00.000Z' })]);
  expect([...(written[0]?.files.keys() ?? [])]).toEqual(['mapping-1.csv', 'steps.html']);
  expect(written[0]?.files.get('mapping-1.csv')).toContain(
    'Exchange,,a1.pst,ann@contoso.example,FALSE,/Imported PST/old,',
  );
});

test('the SAS is in nothing that is written', async () => {
  const { written, engine } = setUp();
  const source = { blobUri: `${ORDER.source.blobUri}?sig=secret#sig=secret`, sasToken: 'sig=secret' };
  await engine.start({ ...ORDER, source }, never);
  expect(JSON.stringify([written[0]?.rows, ...(written[0]?.files ?? [])])).not.toContain('secret');
});

test('the same order again is the same row, with what is new in it', async () => {
  const { written, engine } = setUp();
  await engine.start(ORDER, never);
  await engine.start({ ...ORDER, name: 'job-2', source: { ...ORDER.source, blobUri: blobUri('a2.pst') } }, never);
  await engine.start({ ...ORDER, source: { ...ORDER.source, blobUri: blobUri('a3.pst') } }, never);
  expect(written.at(-1)?.rows).toEqual([
    handoverRow({ blobUri: blobUri('a3.pst'), handedOverAt: '2026-03-04T05:00:00.000Z' }),
    handoverRow({ name: 'job-2', blobUri: blobUri('a2.pst'), handedOverAt: '2026-03-04T05:01:00.000Z' }),
  ]);
});

test('orders at the same time all get their rows, one after the other', async () => {
  const { written, engine } = setUp();
  const names = Array.from({ length: 20 }, (_, index) => `job-${index}`);
  await Promise.all(names.map((name) => engine.start({ ...ORDER, name }, never)));
  expect(written.at(-1)?.rows.map(({ name }) => name)).toEqual(names);
});

test('a write that fails is told and does not hold up the next', async () => {
  const { engine } = setUp(1);
  const first = engine.start(ORDER, never);
  const second = engine.start({ ...ORDER, name: 'job-2' }, never);
  await expect(first).rejects.toMatchObject({ code: 'stateUnwritable' });
  expect(await second).toBe('purview:job-2');
  expect((await engine.list(never)).map(({ name }) => name)).toEqual(['job-2']);
});

test('a request is watched by one reading that ends it', async () => {
  const { engine } = setUp();
  const id = await engine.start(ORDER, never);
  const readings = await all(engine.watch(id, never));
  expect(readings).toEqual(await engine.list(never));
  expect(readings).toMatchObject([
    {
      requestId: id,
      status: 'HandedOver',
      phase: 'handedOver',
      mailbox: 'ann@contoso.example',
      sourceUri: blobUri('a1.pst'),
    },
  ]);
  expect(readings.map((each) => ImportStatistics.parse(each))).toEqual(readings);
  expect(readings.map(({ phase }) => isOver(phase))).toEqual([true]);
});

test('pausing, resuming and renewing change nothing', async () => {
  const { written, engine } = setUp();
  const id = await engine.start(ORDER, never);
  await engine.suspend(id, never);
  await engine.resume(id, never);
  await engine.renew(id, ORDER.source, never);
  expect(written).toHaveLength(1);
});

test('a request that is taken back is in the list no more', async () => {
  const { written, engine } = setUp();
  const id = await engine.start(ORDER, never);
  await engine.start({ ...ORDER, name: 'job-2', mailbox: 'bob@contoso.example' }, never);
  expect(written.at(-1)?.files.size).toBe(3);
  await engine.remove(id, never);
  expect(written.at(-1)?.rows.map(({ name }) => name)).toEqual(['job-2']);
  expect([...(written.at(-1)?.files.keys() ?? [])]).toEqual(['mapping-1.csv', 'steps.html']);
  await expect(all(engine.watch(id, never))).rejects.toMatchObject({ code: 'importRemoved' });
});

test.each([
  ['chosen folders', { includeFolders: ['Inbox/*'] }],
  ['folders left out', { excludeFolders: ['Inbox/*'] }],
  ['the top of an archive', { isArchive: true, targetRootFolder: '' }],
  ['an alias', { mailbox: 'ann' }],
])('%s are refused before anything is written', async (_, different) => {
  const { written, engine } = setUp();
  await expect(engine.start({ ...ORDER, ...different }, never)).rejects.toMatchObject({ code: 'targetInvalid' });
  expect(written).toEqual([]);
});

test('nothing is started after a stop', async () => {
  const { written, engine } = setUp();
  const abort = new AbortController();
  abort.abort('pause');
  await expect(engine.start(ORDER, abort.signal)).rejects.toBe('pause');
  expect(written).toEqual([]);
});

test('the probe says who starts the import', async () => {
  const { engine } = setUp();
  const steps = await all(engine.probe({ mailbox: null, isArchive: false, neededBytes: 0 }, never));
  expect(steps).toEqual([
    { step: 'tenant', outcome: 'ok', detail: expect.stringContaining('administrator'), error: null },
  ]);
});
