import { expect, it } from 'vitest';
import type { CandidateId, Overlap } from '../../../../preload/contract/index.ts';
import { createOverlapStore } from '../../../../renderer/bridge/overlap-store.ts';

const [a, b, c] = ['a', 'b', 'c'] as CandidateId[] as [CandidateId, CandidateId, CandidateId];

function overlap(id: CandidateId, change: Partial<Overlap> = {}): Overlap {
  return { id, shared: 1, items: 2, problem: null, ...change };
}

/** A store whose comparisons are answered by hand, in the order they were asked for. */
function createStore() {
  const asked: (readonly CandidateId[])[] = [];
  const answers: { resolve: (overlaps: readonly Overlap[]) => void; reject: (error: Error) => void }[] = [];
  const store = createOverlapStore((_, otherIds) => {
    asked.push(otherIds);
    return new Promise((resolve, reject) => answers.push({ resolve, reject }));
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (...overlaps: readonly Overlap[]) => {
    answers.shift()?.resolve(overlaps);
    await settled();
  };
  const refuse = async () => {
    answers.shift()?.reject(new Error('no'));
    await settled();
  };
  return { store, asked, answer, refuse };
}

it('says how many files it is comparing with, then what they share', async () => {
  const { store, answer } = createStore();
  store.compare(a, [b, c]);
  expect(store.get(a)).toEqual({ running: 2, overlaps: [] });
  await answer(overlap(b), overlap(c));
  expect(store.get(a)).toEqual({ running: 0, overlaps: [overlap(b), overlap(c)] });
});

it('compares each pair once', async () => {
  const { store, asked, answer } = createStore();
  store.compare(a, [b]);
  store.compare(a, [b]);
  await answer(overlap(b));
  store.compare(a, [b, c]);
  expect(asked).toEqual([[b], [c]]);
});

it('leaves out a file that could not be compared', async () => {
  const { store, answer } = createStore();
  store.compare(a, [b, c]);
  await answer(overlap(b, { shared: 0, problem: { code: 'contentsUnreadable', params: {} } }), overlap(c));
  expect(store.get(a).overlaps.map(({ id }) => id)).toEqual([c]);
});

it('is quiet about a failure and tries again at the next look', async () => {
  const { store, asked, refuse } = createStore();
  store.compare(a, [b]);
  await refuse();
  expect(store.get(a)).toEqual({ running: 0, overlaps: [] });
  store.compare(a, [b]);
  expect(asked).toHaveLength(2);
});

it('forgets everything for a new search, even what arrives late', async () => {
  const { store, answer } = createStore();
  store.compare(a, [b]);
  store.clear();
  await answer(overlap(b));
  expect(store.get(a)).toEqual({ running: 0, overlaps: [] });
});

it('tells its listeners until they leave', async () => {
  const { store, answer } = createStore();
  let told = 0;
  const leave = store.subscribe(() => {
    told += 1;
  });
  store.compare(a, [b]);
  await answer(overlap(b));
  leave();
  store.clear();
  expect(told).toBe(2);
});

it('asks again for a file that was not answered for or could not be read, and for no other', async () => {
  const { store, asked, answer } = createStore();
  const d = 'd' as CandidateId;
  store.compare(a, [b, c, d]);
  await answer(overlap(b), overlap(c, { problem: { code: 'sourceMissing', params: {} } }));
  store.compare(a, [b, c, d]);
  await answer(overlap(c), overlap(d));
  store.compare(a, [b, c, d]);
  expect(asked).toEqual([
    [b, c, d],
    [c, d],
  ]);
  expect(store.get(a)).toEqual({ running: 0, overlaps: [overlap(b), overlap(c), overlap(d)] });
});

it('forgets a file that has changed on both sides', async () => {
  const { store, asked, answer } = createStore();
  store.compare(a, [b, c]);
  store.compare(c, [b]);
  await answer(overlap(b), overlap(c));
  await answer(overlap(b));
  store.forget(b);
  expect([store.get(a).overlaps, store.get(c).overlaps]).toEqual([[overlap(c)], []]);
  store.compare(a, [b, c]);
  store.forget(a);
  await answer(overlap(b, { shared: 2 }));
  expect([asked.at(-1), store.get(a)]).toEqual([[b], { running: 0, overlaps: [overlap(b, { shared: 2 })] }]);
});
