import { expect, it } from 'vitest';
import type { Bridge } from '../../../../preload/contract/index.ts';
import { createClient } from '../../../../renderer/bridge/client.ts';
import { createFakeBridge } from '../../../support/renderer/fake-bridge.ts';
import { outlineOf, sampleContents } from '../../../support/renderer/sample-contents.ts';
import { sampleCandidate, sampleSnapshot } from '../../../support/renderer/samples.ts';

const candidate = sampleCandidate('a.pst');
const outline = outlineOf(sampleContents(candidate));

it('there is none without a bridge', () => {
  expect(createClient(undefined)).toBeNull();
});

it('hands the folders of a file on to its contents, and the event to the snapshot', async () => {
  const listeners: ((event: unknown) => void)[] = [];
  const bridge: Bridge = {
    ...createFakeBridge(sampleSnapshot({ candidates: [candidate] })),
    inspectCandidate: () => new Promise(() => {}),
    subscribe: (listener) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const client = createClient(bridge);
  client?.snapshots.start();
  await new Promise((resolve) => setImmediate(resolve));
  client?.contents.load(candidate.id);
  const change = { kind: 'contentsOutlined', candidateId: candidate.id, outline };
  for (const listener of listeners) listener({ seq: 1, change });
  const state = client?.snapshots.get();
  expect([client?.contents.get(candidate.id), state?.kind === 'ready' && state.snapshot.seq]).toEqual([
    { kind: 'loading', outline },
    1,
  ]);
});

it('hands what a sign-in asks and the steps of a test on to whoever keeps them', async () => {
  const listeners: ((event: unknown) => void)[] = [];
  const bridge: Bridge = {
    ...createFakeBridge(sampleSnapshot()),
    testConnection: () => new Promise(() => {}),
    subscribe: (listener) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const client = createClient(bridge);
  client?.snapshots.start();
  client?.probe.start({ mailbox: null, isArchive: false });
  const step = { step: 'module', outcome: 'ok', detail: '3.9.2', error: null } as const;
  for (const listener of listeners) {
    listener({ seq: 1, change: { kind: 'signInAsks', text: 'Enter ABCD1234.' } });
    listener({ seq: 2, change: { kind: 'probed', step } });
  }
  expect([client?.probe.getAsk(), client?.probe.get().steps]).toEqual(['Enter ABCD1234.', [step]]);
});
