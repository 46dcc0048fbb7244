import { describe, expect, test } from 'vitest';
import { AppError, type ImportStatistics } from '../../../../../preload/contract/index.ts';
import { errorFacts } from '../../../../support/exchange-shell/fake-shell.ts';
import { startEngine } from '../../../../support/exchange-shell/parts.ts';
import { HandClock, settle } from '../../../../support/migration/hand-clock.ts';

type Seen = { readonly readings: ImportStatistics[]; error: unknown; isOver: boolean; readonly stop: AbortController };

/** An engine whose time goes by when the test says so, and consumers that note what they see. */
function startWatching() {
  const clock = new HandClock();
  const wait = (delayMs: number, signal: AbortSignal) => clock.sleep(delayMs, signal);
  const { shell, engine } = startEngine({ wait, nowMs: () => clock.monotonicMs() });
  const watch = (id: string): Seen => {
    const stop = new AbortController();
    const seen: Seen = { readings: [], error: null, isOver: false, stop };
    void (async () => {
      try {
        for await (const reading of engine.watch(id, stop.signal)) seen.readings.push(reading);
      } catch (error) {
        seen.error = error;
      }
      seen.isOver = true;
    })();
    return seen;
  };
  return { clock, shell, engine, watch };
}

const counts = ({ readings }: Seen) => readings.map(({ itemsTransferred }) => itemsTransferred);
const phases = ({ readings }: Seen) => readings.map(({ phase }) => phase);

/** Several turns: a list is sent, answered and told of. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await settle();
}

test('readings come at once, on each change, and end with the request', async () => {
  const { clock, shell, watch } = startWatching();
  const id = shell.add(1);
  const seen = watch(id);
  await turns();
  for (const change of [
    { Status: 'InProgress', ItemsTransferred: 5 },
    {},
    { Status: 'Completed', ItemsTransferred: 9 },
  ]) {
    shell.set(id, change);
    shell.poll();
    await clock.pass(2_000);
    await turns();
  }
  expect([phases(seen), counts(seen), seen.isOver, seen.error]).toEqual([
    ['queued', 'running', 'completed'],
    [0, 5, 9],
    true,
    null,
  ]);
  expect(shell.watched).toEqual([]);
});

test.each(['Completed', 'CompletedWithWarning', 'Failed'])('%s already: one reading, then the end', async (Status) => {
  const { shell, watch } = startWatching();
  const seen = watch(shell.add(1, { Status }));
  await turns();
  expect([seen.readings.length, seen.isOver, seen.error]).toEqual([1, true, null]);
});

test('a stalled or suspended one goes on being watched', async () => {
  const { clock, shell, watch } = startWatching();
  const id = shell.add(1, { Status: 'InProgress', StatusDetail: 'StalledDueToTarget_DiskLatency' });
  const seen = watch(id);
  await turns();
  for (const Status of ['Suspended', 'Retrying', 'NeverHeardOf']) {
    shell.set(id, { Status, StatusDetail: '' });
    shell.poll();
    await clock.pass(60_000);
    await turns();
  }
  expect([phases(seen), seen.isOver]).toEqual([['stalled', 'suspended', 'running', 'running'], false]);
  expect(seen.readings.at(-1)?.status).toBe('NeverHeardOf');
  seen.stop.abort('shutdown');
});

test('a flood is told four times a second, the latest last', async () => {
  const { clock, shell, watch } = startWatching();
  const id = shell.add(1, { Status: 'InProgress' });
  const seen = watch(id);
  await turns();
  for (let item = 1; item <= 1000; item++) {
    shell.set(id, { ItemsTransferred: item });
    shell.poll();
    if (item % 10 === 0) await clock.pass(10);
  }
  await clock.pass(250);
  await turns();
  // A second has gone by, and a quarter.
  expect(seen.readings.length).toBeGreaterThanOrEqual(5);
  expect(seen.readings.length).toBeLessThanOrEqual(6);
  expect(counts(seen).at(-1)).toBe(1000);
  shell.set(id, { Status: 'Completed' });
  shell.poll();
  await turns();
  expect([phases(seen).at(-1), seen.isOver]).toEqual(['completed', true]);
});

test('500 at once share one list, asked for at most twenty times a second', async () => {
  const { clock, shell, watch } = startWatching();
  const ids = Array.from({ length: 500 }, (_, order) => shell.add(order + 1, { Status: 'InProgress' }));
  const seen = ids.map((id) => watch(id));
  await turns();
  expect([shell.watched.length, shell.everyMs, shell.count('connect')]).toEqual([500, 25_000, 1]);
  expect(shell.count('watch')).toBeLessThan(10);
  for (let item = 1; item <= 3; item++) {
    for (const id of ids) shell.set(id, { ItemsTransferred: item, Status: item === 3 ? 'Completed' : 'InProgress' });
    shell.poll();
    await clock.pass(1_000);
    await turns();
  }
  expect(seen.map((one) => [counts(one).join(), one.isOver])).toEqual(ids.map(() => ['0,1,2,3', true]));
  expect(shell.watched).toEqual([]);
});

test('two consumers of one request see the same, the second at once', async () => {
  const { shell, watch } = startWatching();
  const id = shell.add(1, { Status: 'InProgress', ItemsTransferred: 3 });
  const first = watch(id);
  await turns();
  const second = watch(id.toUpperCase());
  await turns();
  expect([counts(first), counts(second), shell.count('watch')]).toEqual([[3], [3], 1]);
  first.stop.abort('pause');
  shell.set(id, { Status: 'Completed' });
  shell.poll();
  await turns();
  expect([first.error, phases(second)]).toEqual(['pause', ['running', 'completed']]);
});

test('the time left comes with the readings once it means something', async () => {
  const { clock, shell, watch } = startWatching();
  const id = shell.add(1, { Status: 'InProgress', EstimatedTransferSize: '1 KB (1,000 bytes)' });
  const seen = watch(id);
  await turns();
  for (let step = 1; step <= 10; step++) {
    shell.set(id, { BytesTransferred: step * 10 });
    shell.poll();
    await clock.pass(10_000);
    await turns();
  }
  expect(seen.readings[1]?.secondsLeft).toBeNull();
  expect(seen.readings.at(-1)?.secondsLeft).toEqual({ low: expect.any(Number), high: expect.any(Number) });
  seen.stop.abort('shutdown');
});

describe('a request that is gone', () => {
  test('is told as removed after a second look', async () => {
    const { clock, shell, watch } = startWatching();
    const id = shell.add(1, { Status: 'InProgress' });
    const seen = watch(id);
    await turns();
    shell.requests.delete(id);
    shell.poll();
    await clock.pass(4_999);
    await turns();
    expect(seen.error).toBeNull();
    await clock.pass(1);
    await turns();
    expect([seen.error, seen.isOver]).toEqual([expect.objectContaining({ code: 'importRemoved' }), true]);
    expect(shell.watched).toEqual([]);
  });

  test('is not gone when the second look finds it', async () => {
    const { clock, shell, watch } = startWatching();
    const id = shell.add(1, { Status: 'InProgress' });
    const seen = watch(id);
    await turns();
    shell.poll(errorFacts({ category: 'ObjectNotFound' }));
    shell.set(id, { ItemsTransferred: 7 });
    await clock.pass(5_000);
    await turns();
    expect([counts(seen), seen.isOver]).toEqual([[0, 7], false]);
    seen.stop.abort('shutdown');
  });
});

describe('losses are waited out', () => {
  test('PowerShell ends: signed in again, watched again, nothing told twice', async () => {
    const { clock, shell, watch } = startWatching();
    const id = shell.add(1, { Status: 'InProgress' });
    const seen = watch(id);
    await turns();
    shell.end();
    await turns();
    expect([shell.count('connect'), shell.watched]).toEqual([2, [id]]);
    shell.set(id, { Status: 'Completed' });
    shell.poll();
    await clock.pass(250);
    await turns();
    expect(phases(seen)).toEqual(['running', 'completed']);
  });

  test('the tenant cannot be reached for hours', async () => {
    const { clock, shell, watch } = startWatching();
    const id = shell.add(1);
    const gone = () => new AppError('tenantUnavailable', {}, { isRetryable: true });
    shell.failures.set('connect', Array.from({ length: 60 }, gone));
    const seen = watch(id);
    for (let minute = 0; minute < 90; minute++) {
      await turns();
      await clock.pass(60_000);
    }
    await turns();
    expect([phases(seen), shell.count('connect')]).toEqual([['queued'], 61]);
    seen.stop.abort('shutdown');
  });

  test('the session expires: every request is read again after one sign-in', async () => {
    const { clock, shell, watch } = startWatching();
    const ids = [shell.add(1, { Status: 'InProgress' }), shell.add(2, { Status: 'InProgress' })];
    const seen = ids.map((id) => watch(id));
    await turns();
    shell.isSignedIn = false;
    shell.poll();
    for (const id of ids) shell.set(id, { ItemsTransferred: 4 });
    await clock.pass(5_000);
    await turns();
    expect([seen.map(counts), shell.count('connect')]).toEqual([
      [
        [0, 4],
        [0, 4],
      ],
      2,
    ]);
    for (const { stop } of seen) stop.abort('shutdown');
  });

  test('one poll that failed for a moment is nothing', async () => {
    const { clock, shell, watch } = startWatching();
    const seen = watch(shell.add(1));
    await turns();
    shell.poll(errorFacts({ types: ['System.TimeoutException'] }));
    await clock.pass(60_000);
    await turns();
    expect([seen.readings.length, seen.isOver, shell.cmdlets]).toEqual([1, false, []]);
    seen.stop.abort('shutdown');
  });
});

describe('what cannot be mended is told', () => {
  test('a sign-in that was called off ends every watch, and is not asked for again', async () => {
    const { clock, shell, watch } = startWatching();
    shell.failures.set('connect', [errorFacts({ message: 'User canceled authentication.' })]);
    const seen = [watch(shell.add(1)), watch(shell.add(2))];
    await turns();
    await clock.pass(120_000);
    await turns();
    const cancelled = expect.objectContaining({ code: 'signInCancelled' });
    expect([seen.map(({ error }) => error), shell.count('connect')]).toEqual([[cancelled, cancelled], 1]);
  });

  test('a role that was taken away', async () => {
    const { clock, shell, watch } = startWatching();
    const seen = watch(shell.add(1, { Status: 'InProgress' }));
    await turns();
    shell.commands = new Map();
    shell.isSignedIn = false;
    shell.poll();
    await clock.pass(5_000);
    await turns();
    expect([seen.error, shell.count('connect')]).toEqual([expect.objectContaining({ code: 'roleMissing' }), 2]);
  });
});

test('stopping to watch stops no import, and ends a sign-in nobody waits for', async () => {
  const { shell, watch } = startWatching();
  let open: () => void = () => undefined;
  shell.gates.set(
    'connect',
    new Promise((resolve) => {
      open = resolve;
    }),
  );
  const seen = watch(shell.add(1));
  await turns();
  seen.stop.abort('pause');
  await turns();
  open();
  await turns();
  expect([seen.error, shell.cmdlets, shell.count('watch'), shell.requests.size]).toEqual(['pause', [], 0, 1]);
});

test('an engine that is closed watches nothing more', async () => {
  const { clock, shell, engine, watch } = startWatching();
  const seen = watch(shell.add(1));
  await turns();
  await engine.close();
  await turns();
  await clock.pass(120_000);
  expect([shell.count('connect'), shell.listenerCount, clock.sleepers]).toEqual([1, 0, 0]);
  const late = watch(shell.add(2));
  await turns();
  const closed = expect.objectContaining({ code: 'powerShellBroken', params: { reason: 'it was closed' } });
  expect([seen.error, late.error, shell.count('connect')]).toEqual([closed, closed, 1]);
});
