import { describe, expect, it } from 'vitest';
import { createPatientChecker, LOOK_LIMIT_MS } from '../../../../main/migration/patient-checker.ts';
import type { CheckedSource, SourceChecker } from '../../../../main/migration/ports.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { checkedSource, deferred, SIGNATURE } from '../../../support/migration/fake-ports.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

const PATH = '/mail/old.pst';
const SEEN = checkedSource(SIGNATURE);

/** A checker whose looks a test answers by hand, in order. */
function createWorld() {
  const clock = new HandClock();
  const looks: (ReturnType<typeof deferred<CheckedSource>> & { path: string })[] = [];
  const slow: SourceChecker = {
    check: (path) => {
      const look = { ...deferred<CheckedSource>(), path };
      looks.push(look);
      return look.promise;
    },
  };
  const stop = new AbortController();
  const checker = createPatientChecker(slow, clock);
  return { clock, looks, stop, check: (path = PATH, signal = stop.signal) => checker.check(path, signal) };
}

describe('a look that', () => {
  it('answers gives its answer, and leaves no timer', async () => {
    const { clock, looks, check } = createWorld();
    const [seen, refused] = [check(), check('/other.pst')];
    looks[0]?.resolve(SEEN);
    looks[1]?.reject(new AppError('sourceInUse'));
    expect(await seen).toEqual(SEEN);
    await expect(refused).rejects.toMatchObject({ code: 'sourceInUse' });
    expect(clock.sleepers).toBe(0);
  });

  it('does not answer ends by the signal, at once', async () => {
    const { clock, stop, check } = createWorld();
    const look = check();
    stop.abort('pause');
    await expect(look).rejects.toBe('pause');
    await expect(check()).rejects.toBe('pause');
    expect(clock.sleepers).toBe(0);
  });

  it('does not answer ends after a minute', async () => {
    const { clock, check } = createWorld();
    const look = check().catch((error: unknown) => error);
    await clock.pass(LOOK_LIMIT_MS - 1);
    await clock.pass(1);
    expect(await look).toMatchObject({ code: 'sourceUnreadable', params: { reason: 'ETIMEDOUT' }, isRetryable: false });
  });

  it('hangs is the only one at that path, and who asks then gets what it sees in the end', async () => {
    const { clock, looks, check } = createWorld();
    const first = check().catch((error: unknown) => error);
    await clock.pass(LOOK_LIMIT_MS);
    expect(await first).toBeInstanceOf(AppError);
    const second = check();
    void check('/other.pst');
    expect(looks.map(({ path }) => path)).toEqual([PATH, '/other.pst']);
    looks[0]?.resolve(SEEN);
    expect(await second).toEqual(SEEN);
    await settle();
    void check();
    expect(looks.map(({ path }) => path)).toEqual([PATH, '/other.pst', PATH]);
  });
});
