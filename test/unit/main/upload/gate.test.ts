import { expect, test } from 'vitest';
import { createConcurrency } from '../../../../main/upload/concurrency.ts';
import { createGate } from '../../../../main/upload/gate.ts';
import { createSteering } from '../../../../main/upload/steering.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const BUSY = new AppError('uploadRejected', { status: 503, waitFor: 'busy' }, { isRetryable: true });

// Lengths of the pause in looks at the clock: in one of them it ends between two looks of one decision.
test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  'a pause of %i ms that ends while the gate decides wakes who waits',
  async (pauseMs) => {
    const fake = createFakeClock();
    let looks = 0;
    const clock = { ...fake, now: () => fake.now() + looks++ };
    const { signal } = new AbortController();
    const gate = createGate({
      clock,
      signal,
      random: () => pauseMs / 1_000,
      steering: createSteering({ limitBytesPerSecond: null, holdFor: null }, clock),
      concurrency: createConcurrency({ first: 4, most: 4 }),
      renewing: () => null,
      onChange: () => undefined,
      onRecovered: () => undefined,
    });
    const pass = await gate.enter(signal);
    pass.failed(BUSY);
    const again = gate.enter(signal).then(() => 'entered');
    // Turns of the event loop in which the clock jumps to whoever sleeps.
    const turns = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      return 'forgotten';
    };
    expect(await Promise.race([again, turns()])).toBe('entered');
    gate.close();
  },
);
