import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { decodeRecords } from '../../../../main/migration/journal.ts';
import type { Clock } from '../../../../main/migration/ports.ts';
import { Runner } from '../../../../main/migration/runner.ts';
import { AppError, type ErrorCode, type ImportStatistics } from '../../../../preload/contract/index.ts';
import {
  deferred,
  FakeEngine,
  type FakePorts,
  FILE,
  fakePorts,
  statisticsOf,
  TARGET,
  untilAborted,
} from '../../../support/migration/fake-ports.ts';

const ORDER = { file: FILE, target: TARGET };

/** An engine whose one request gives these readings. */
function engineWith(changes: readonly Partial<ImportStatistics>[]): FakeEngine {
  const engine = new FakeEngine();
  engine.script = async function* (order, id) {
    for (const change of changes) yield statisticsOf(order, id, change);
  };
  return engine;
}

async function run(ports: FakePorts) {
  const runner = new Runner(ports);
  const [id] = await runner.submit([ORDER]);
  if (!id) throw new Error('no job');
  await runner.whenIdle();
  return { runner, id };
}

describe('readings of an import', () => {
  it('are kept for each phase and not for each number, and stand in the receipt', async () => {
    const running = { status: 'InProgress', phase: 'running' } as const;
    const engine = engineWith([
      { status: 'Queued', phase: 'queued', itemsTransferred: 0, bytesTransferred: 0 },
      { ...running, itemsTransferred: 1, bytesTransferred: 10 },
      { ...running, itemsTransferred: 2, bytesTransferred: 20 },
      {},
    ]);
    const ports = fakePorts({ engine });
    const { runner, id } = await run(ports);
    expect(runner.get(id)?.receipt?.readings.map(({ phase, itemsTransferred }) => [phase, itemsTransferred])).toEqual([
      ['queued', 0],
      ['running', 1],
      ['completed', 7],
    ]);
    const again = new Runner(ports);
    await again.load();
    expect(again.get(id)?.receipt).toEqual(runner.get(id)?.receipt);
  });
});

describe('an import that an administrator starts elsewhere', () => {
  it('ends here without a claim about what arrived', async () => {
    const none = { itemsTransferred: 0, itemsTotal: null, bytesTransferred: 0, bytesTotal: null };
    const engine = engineWith([{ status: 'HandedOver', phase: 'handedOver', ...none }]);
    const { runner, id } = await run(fakePorts({ engine }));
    expect(runner.get(id)).toMatchObject({ state: 'done', receipt: { isHandedOver: true, found: 0, moved: 0 } });
  });
});

describe('a move that was begun over another connection', () => {
  it('is left alone until that one is back, or the person cancels it', async () => {
    const engine = new FakeEngine();
    engine.script = async function* (_order, _id, signal) {
      yield await untilAborted(signal);
    };
    const ports = fakePorts({ engine });
    const first = new Runner(ports);
    const [id] = await first.submit([ORDER]);
    if (!id) throw new Error('no job');
    await new Promise<void>((resolve) => first.onChange((job) => job.state === 'importing' && resolve()));
    await first.stop();
    engine.kind = 'exchange';
    const calls = engine.calls.length;
    const second = new Runner(ports);
    await second.load();
    second.start();
    await second.whenIdle();
    expect(second.get(id)).toMatchObject({ state: 'blocked', problem: { code: 'connectionOther' } });
    expect(engine.calls).toHaveLength(calls);
    engine.kind = 'sandbox';
    engine.script = async function* (order, requestId) {
      yield statisticsOf(order, requestId);
    };
    await second.retryBlocked();
    await second.whenIdle();
    expect(second.get(id)?.state).toBe('done');
  });
});

describe('what stops an import until a person does something', () => {
  const CODES: readonly ErrorCode[] = ['signInCancelled', 'roleMissing', 'importNotSupported', 'secretMissing'];

  it.each(CODES)('%s blocks the move and is not tried again by itself', async (code) => {
    const engine = new FakeEngine();
    let tries = 0;
    engine.start = async () => {
      tries += 1;
      throw new AppError(code);
    };
    const { runner, id } = await run(fakePorts({ engine }));
    expect([runner.get(id)?.state, runner.get(id)?.problem?.code, tries]).toEqual(['blocked', code, 1]);
    await runner.stop();
  });
});

describe('a new permission to read', () => {
  it('is given to every import under way', async () => {
    const engine = new FakeEngine();
    const isWatched = deferred();
    engine.script = async function* (_order, _id, signal) {
      isWatched.resolve();
      yield await untilAborted(signal);
    };
    const runner = new Runner(fakePorts({ engine }));
    const [id] = await runner.submit([ORDER]);
    await isWatched.promise;
    expect(await runner.renewImports()).toEqual([]);
    expect(engine.calls.at(-1)).toBe(`renew request-of-${id}`);
    await runner.stop();
  });
});

describe('an import that is taken up', () => {
  /** A runner whose one job is importing, stopped as an app is closed. */
  async function leave(engine: FakeEngine, ports: FakePorts) {
    engine.script = async function* (_order, _id, signal) {
      yield await untilAborted(signal);
    };
    const runner = new Runner(ports);
    const [id] = await runner.submit([ORDER]);
    if (!id) throw new Error('no job');
    await new Promise<void>((resolve) => runner.onChange((job) => job.state === 'importing' && resolve()));
    await runner.stop();
    engine.calls.length = 0;
    engine.script = async function* (order, requestId) {
      yield statisticsOf(order, requestId);
    };
    return id;
  }

  async function takeUp(ports: FakePorts) {
    const runner = new Runner(ports);
    await runner.load();
    runner.start();
    await runner.whenIdle();
    return runner;
  }

  it('after a restart gets a new permission and is not resumed: who suspended it meanwhile meant to', async () => {
    const engine = new FakeEngine();
    const ports = fakePorts({ engine });
    const id = await leave(engine, ports);
    const runner = await takeUp(ports);
    expect([runner.get(id)?.state, engine.calls]).toEqual(['done', [`renew request-of-${id}`, 'watch']]);
  });

  it('is followed although there is no permission any more to give it', async () => {
    const engine = new FakeEngine();
    const ports = fakePorts({ engine });
    const id = await leave(engine, ports);
    const storage = {
      grant: async () => {
        throw new AppError('secretMissing', { name: 'importSas' });
      },
    };
    const runner = await takeUp({ ...ports, storage });
    expect([runner.get(id)?.state, engine.calls]).toEqual(['done', ['watch']]);
  });

  it('that somebody removed meanwhile is told so and not begun again', async () => {
    const engine = new FakeEngine();
    const ports = fakePorts({ engine });
    const id = await leave(engine, ports);
    engine.renew = async () => {
      throw new AppError('importRemoved');
    };
    const runner = await takeUp(ports);
    expect([runner.get(id)?.problem?.code, engine.calls]).toEqual(['importRemoved', []]);
  });
});

describe('a move that is called off', () => {
  it('while its request is being made takes that back as well', async () => {
    const engine = new FakeEngine();
    const isAsked = deferred();
    const start = engine.start.bind(engine);
    engine.start = async (order, signal?: AbortSignal) => {
      await start(order);
      isAsked.resolve();
      // The service has done it, and nobody waits for the answer any more.
      return untilAborted(signal ?? new AbortController().signal);
    };
    const runner = new Runner(fakePorts({ engine }));
    const [id] = await runner.submit([ORDER]);
    await isAsked.promise;
    if (id) await runner.cancel(id);
    expect(engine.calls).toEqual(['start', 'remove']);
  });

  it('while the service is away is taken back once it answers', async () => {
    const engine = new FakeEngine();
    const isWatched = deferred();
    const isRemoved = deferred();
    engine.script = async function* (_order, _id, signal) {
      isWatched.resolve();
      yield await untilAborted(signal);
    };
    let tries = 0;
    engine.remove = async () => {
      tries += 1;
      if (tries < 3) throw new AppError('tenantUnavailable', {}, { isRetryable: true });
      isRemoved.resolve();
    };
    const ports = fakePorts({ engine });
    // Short waits pass at once, the long ones of limits never.
    const sleep: Clock['sleep'] = (delayMs, signal) => (delayMs < 5_000 ? nextTurn() : untilAborted(signal));
    const runner = new Runner({ ...ports, clock: { ...ports.clock, sleep } });
    const [id] = await runner.submit([ORDER]);
    await isWatched.promise;
    if (id) await runner.cancel(id);
    expect(id && runner.get(id)?.state).toBe('cancelled');
    await isRemoved.promise;
    expect(tries).toBe(3);
    await runner.stop();
  });
});

it('the journal says over which connection a move was begun', async () => {
  const engine = new FakeEngine();
  engine.kind = 'purview';
  const ports = fakePorts({ engine });
  const { id } = await run(ports);
  const [first] = decodeRecords(await ports.journals.read(id)).records;
  expect(first?.event).toMatchObject({ kind: 'created', engine: 'purview' });
});
