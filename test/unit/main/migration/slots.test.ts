import { describe, expect, it } from 'vitest';
import { createSlots } from '../../../../main/migration/slots.ts';

const { signal: NEVER } = new AbortController();

/** Takes a place and writes its name down when it has one. */
function enter(slots: ReturnType<typeof createSlots>, name: string, order: string[]): Promise<() => void> {
  return slots.take(NEVER).then((leave) => {
    order.push(name);
    return leave;
  });
}

/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('hold as many as there are places; the rest come in turn as places are given back', async () => {
    const slots = createSlots(2);
    const order: string[] = [];
    const [first, second] = await Promise.all([enter(slots, 'a', order), enter(slots, 'b', order)]);
    const third = enter(slots, 'c', order);
    const fourth = enter(slots, 'd', order);
    await settle();
    expect(order).toEqual(['a', 'b']);
    second();
    await third;
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
    first();
    await fourth;
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('count a place that is given back twice once', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const leave = await enter(slots, 'a', order);
    leave();
    leave();
    await enter(slots, 'b', order);
    void enter(slots, 'c', order);
    leave();
    await settle();
    expect(order).toEqual(['a', 'b']);
  });

  it('are left by who is stopped in the line, and the turn passes to the next', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const leave = await enter(slots, 'a', order);
    const stop = new AbortController();
    const stopped = slots.take(stop.signal);
    const third = enter(slots, 'c', order);
    stop.abort('pause');
    await expect(stopped).rejects.toBe('pause');
    leave();
    await third;
    expect(order).toEqual(['a', 'c']);
  });

  it('go to who came last where that is wanted', async () => {
    const slots = createSlots(1, 'last');
    const leave = await slots.take(NEVER);
    const order: string[] = [];
    const entered = ['a', 'b', 'c'].map((name) => enter(slots, name, order).then((next) => next()));
    leave();
    await Promise.all(entered);
    expect(order).toEqual(['c', 'b', 'a']);
  });

  it('lose nothing when who has a place already is stopped', async () => {
    const slots = createSlots(1);
    const leave = await slots.take(NEVER);
    const stop = new AbortController();
    const second = slots.take(stop.signal);
    leave();
    stop.abort('cancel');
    const leaveSecond = await second;
    leaveSecond();
    const order: string[] = [];
    await enter(slots, 'c', order);
    expect(order).toEqual(['c']);
  });

  it('are not entered by who was stopped before', async () => {
    const slots = createSlots(1);
    expect(() => slots.take(AbortSignal.abort('shutdown'))).toThrow();
    const order: string[] = [];
    await enter(slots, 'a', order);
    expect(order).toEqual(['a']);
  });
});
