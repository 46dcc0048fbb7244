import { expect, it } from 'vitest';
import { createLending, LEND_AFTER_MS } from '../../../../main/migration/lending.ts';
import { createSlots } from '../../../../main/migration/slots.ts';
import { FakeConditions } from '../../../support/migration/fake-ports.ts';
import { HandClock, settle } from '../../../support/migration/hand-clock.ts';

it('a place that was lent is taken back in the end, for who sends from it again', async () => {
  const clock = new HandClock();
  const conditions = new FakeConditions();
  const { signal } = new AbortController();
  const slots = createSlots(1, { mostLent: 1 });
  const place = await slots.take(signal);
  const first = createLending({ place, clock, conditions, signal });
  first.hear({ kind: 'waiting', reason: 'offline', code: '' });
  await clock.pass(LEND_AFTER_MS);
  first.end();
  const again = createLending({ place, clock, conditions, signal });
  let isTaken = false;
  const next = slots.take(signal).then((taken) => {
    isTaken = true;
    return taken;
  });
  await settle();
  expect(isTaken).toBe(false);
  again.end();
  place.leave();
  (await next).leave();
  expect(conditions.uploads).toBe(0);
});
