import { expect, it } from 'vitest';
import { AppError } from '../../../../preload/contract/app-error.ts';
import type { CandidateId, Contents } from '../../../../preload/contract/index.ts';
import { createContentsStore } from '../../../../renderer/bridge/contents-store.ts';
import { outlineOf, sampleContents } from '../../../support/renderer/sample-contents.ts';
import { sampleCandidate } from '../../../support/renderer/samples.ts';

const candidate = sampleCandidate('a.pst');
const contents = sampleContents(candidate);
const outline = outlineOf(contents);

function createStore(answers: (() => Promise<Contents>)[]) {
  const asked: CandidateId[] = [];
  const store = createContentsStore((id) => {
    asked.push(id);
    return answers.shift()?.() ?? Promise.reject(new Error('asked too often'));
  });
  const loaded = async () => {
    store.load(candidate.id);
    await new Promise((resolve) => setImmediate(resolve));
    return store.get(candidate.id);
  };
  return { store, asked, loaded };
}

it('reads a file once, however often it is opened', async () => {
  const { asked, loaded } = createStore([() => Promise.resolve(contents)]);
  await loaded();
  expect(await loaded()).toEqual({ kind: 'ready', contents });
  expect(asked).toEqual([candidate.id]);
});

it('does not read a file that is being read', () => {
  const { store, asked } = createStore([() => new Promise(() => {})]);
  store.load(candidate.id);
  store.load(candidate.id);
  expect([store.get(candidate.id).kind, asked.length]).toEqual(['loading', 1]);
});

it('tries again after a failure', async () => {
  const { loaded } = createStore([
    () => Promise.reject(new AppError('contentsTimeout')),
    () => Promise.resolve(contents),
  ]);
  expect(await loaded()).toEqual({ kind: 'failed', problem: { code: 'contentsTimeout', params: {} } });
  expect((await loaded()).kind).toBe('ready');
});

it('shows the folders while the rest is being read, and then no more', () => {
  const { store } = createStore([() => new Promise(() => {})]);
  store.takeOutline(candidate.id, outline);
  expect(store.get(candidate.id)).toEqual({ kind: 'unknown' });
  store.load(candidate.id);
  store.takeOutline(candidate.id, outline);
  expect(store.get(candidate.id)).toEqual({ kind: 'loading', outline });
});

it('does not go back to the folders when they come late', async () => {
  const { store, loaded } = createStore([() => Promise.resolve(contents)]);
  await loaded();
  store.takeOutline(candidate.id, outline);
  expect(store.get(candidate.id).kind).toBe('ready');
});

it('forgets everything for a new search, even what arrives late', async () => {
  let answer: (value: Contents) => void = () => {};
  const { store } = createStore([
    () =>
      new Promise<Contents>((resolve) => {
        answer = resolve;
      }),
  ]);
  store.load(candidate.id);
  store.clear();
  answer(contents);
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.get(candidate.id).kind).toBe('unknown');
});

it('forgets a file that has changed, and reads it anew', async () => {
  const newer = sampleContents(sampleCandidate('b.pst'));
  const { store, loaded } = createStore([() => Promise.resolve(contents), () => Promise.resolve(newer)]);
  const problem = { code: 'contentsChanged', params: {} } as const;
  store.forget(candidate.id, await loaded(), problem);
  expect(store.get(candidate.id)).toEqual({ kind: 'failed', problem });
  expect(await loaded()).toEqual({ kind: 'ready', contents: newer });
});

it('does not forget what was read after the question that failed', async () => {
  const { store, loaded } = createStore([() => Promise.resolve(contents)]);
  const before = { kind: 'ready', contents } as const;
  await loaded();
  store.forget(candidate.id, before, { code: 'contentsChanged', params: {} });
  expect(store.get(candidate.id).kind).toBe('ready');
});
