import { describe, expect, it } from 'vitest';
import { createSlots, type Place } from '../../../../main/migration/slots.ts';

const { signal: NEVER } = new AbortController();

/** Takes a place and writes its name down when it has one. */
function enter(slots: ReturnType<typeof createSlots>, name: string, order: string[]): Promise<Place> {
  return slots.take(NEVER).then((place) => {
    order.push(name);
    return place;
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
    second.leave();
    await third;
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
    first.leave();
    await fourth;
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('count a place that is given back twice once', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const place = await enter(slots, 'a', order);
    place.leave();
    place.leave();
    await enter(slots, 'b', order);
    void enter(slots, 'c', order);
    place.leave();
    await settle();
    expect(order).toEqual(['a', 'b']);
  });

  it('are left by who is stopped in the line, and the turn passes to the next', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const place = await enter(slots, 'a', order);
    const stop = new AbortController();
    const stopped = slots.take(stop.signal);
    const third = enter(slots, 'c', order);
    stop.abort('pause');
    await expect(stopped).rejects.toBe('pause');
    place.leave();
    await third;
    expect(order).toEqual(['a', 'c']);
  });

  it('go to who came last where that is wanted', async () => {
    const slots = createSlots(1, { next: 'last' });
    const place = await slots.take(NEVER);
    const order: string[] = [];
    const entered = ['a', 'b', 'c'].map((name) => enter(slots, name, order).then((next) => next.leave()));
    place.leave();
    await Promise.all(entered);
    expect(order).toEqual(['c', 'b', 'a']);
  });

  it('lose nothing when who has a place already is stopped', async () => {
    const slots = createSlots(1);
    const place = await slots.take(NEVER);
    const stop = new AbortController();
    const second = slots.take(stop.signal);
    place.leave();
    stop.abort('cancel');
    const secondPlace = await second;
    secondPlace.leave();
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

describe('a place that is lent', () => {
  const settled = async (slots: ReturnType<typeof createSlots>, names: readonly string[], order: string[]) => {
    const entered = names.map((name) => enter(slots, name, order));
    await settle();
    return entered;
  };

  it('lets the next in line in, and is not given back twice', async () => {
    const slots = createSlots(1, { mostLent: 1 });
    const order: string[] = [];
    const a = await enter(slots, 'a', order);
    const [b] = await settled(slots, ['b', 'c', 'd'], order);
    a.lend();
    a.lend();
    await settle();
    expect(order).toEqual(['a', 'b']);
    a.leave();
    await settle();
    expect(order).toEqual(['a', 'b']);
    (await b)?.leave();
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('and taken back makes the next one wait until both who have it are gone', async () => {
    const slots = createSlots(1, { mostLent: 1 });
    const order: string[] = [];
    const a = await enter(slots, 'a', order);
    const [b] = await settled(slots, ['b', 'c'], order);
    a.lend();
    await settle();
    a.takeBack();
    a.takeBack();
    (await b)?.leave();
    await settle();
    expect(order).toEqual(['a', 'b']);
    a.leave();
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('is one of so many at most; one more is lent when another ends', async () => {
    const slots = createSlots(2, { mostLent: 1 });
    const order: string[] = [];
    const [a, b] = [await enter(slots, 'a', order), await enter(slots, 'b', order)];
    await settled(slots, ['c', 'd', 'e'], order);
    a.lend();
    b.lend();
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
    a.leave();
    await settle();
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is not lent where nothing may be', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    (await enter(slots, 'a', order)).lend();
    await settled(slots, ['b'], order);
    expect(order).toEqual(['a']);
  });
});
