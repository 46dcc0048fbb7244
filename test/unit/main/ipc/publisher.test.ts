import { expect, test } from 'vitest';
import { createEventSender, createPublisher, EVENT_SPACING_MS } from '../../../../main/ipc/publisher.ts';
import {
  CandidateId,
  type CandidateView,
  type FerryChange,
  FerryEvent,
  IDLE_SCAN,
  type ScanView,
} from '../../../../preload/contract/index.ts';
import { rootOf } from '../../../support/migration/fake-scan.ts';
import { sampleCandidate } from '../../../support/renderer/samples.ts';
import { createJob } from './support.ts';

/** A clock that stands still until it is moved. */
function createFakeClock() {
  let nowMs = 1000;
  const timers = new Set<{ readonly atMs: number; readonly callBack: () => void }>();
  return {
    monotonicMs: () => nowMs,
    schedule: (delayMs: number, callBack: () => void) => {
      const timer = { atMs: nowMs + delayMs, callBack };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass: (ms: number) => {
      nowMs += ms;
      for (const timer of [...timers].sort((a, b) => a.atMs - b.atMs)) {
        if (timer.atMs > nowMs || !timers.delete(timer)) continue;
        timer.callBack();
      }
    },
    running: () => timers.size,
  };
}

function createHarness() {
  const clock = createFakeClock();
  const events: FerryEvent[] = [];
  const publisher = createPublisher((event) => events.push(event), clock);
  return { clock, events, publisher, told: () => events.map(({ change }) => summarise(change)) };
}

function summarise(change: FerryChange): string {
  switch (change.kind) {
    case 'jobChanged':
      return `${change.job.id} at ${change.job.progress?.doneBytes}`;
    case 'candidatesFound':
      return `found ${change.candidates.map(({ name }) => name).join()}`;
    case 'scanChanged':
      return `scan ${change.scan.state} ${change.scan.folders}`;
    default:
      return change.kind;
  }
}

const job = (id: string, doneBytes: number): FerryChange => ({ kind: 'jobChanged', job: createJob(id, doneBytes) });

const scan = (state: ScanView['state'], folders: number): FerryChange => ({
  kind: 'scanChanged',
  scan: { ...IDLE_SCAN, state, folders },
});

const found = (name: string, change: Partial<CandidateView> = {}): FerryChange => ({
  kind: 'candidatesFound',
  candidates: [sampleCandidate(name, { id: CandidateId.parse(name), ...change })],
});

test('the first change goes at once, the last one after the pause, those between not at all', () => {
  const { clock, publisher, told } = createHarness();
  for (const done of [1, 2, 3]) publisher.publish(job('a', done));
  expect(told()).toEqual(['a at 1']);
  clock.pass(EVENT_SPACING_MS - 1);
  expect(told()).toEqual(['a at 1']);
  clock.pass(1);
  expect(told()).toEqual(['a at 1', 'a at 3']);
});

test('at most four a second of each job, with no gap in the numbers', () => {
  const { clock, events, publisher, told } = createHarness();
  for (let tick = 0; tick < 1000; tick += 1) {
    publisher.publish(job('a', tick));
    publisher.publish(job('b', tick));
    clock.pass(1);
  }
  clock.pass(EVENT_SPACING_MS);
  expect(told().filter((line) => line.startsWith('a'))).toHaveLength(5);
  expect(told().slice(-2).sort()).toEqual(['a at 999', 'b at 999']);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  expect(publisher.sequence()).toBe(events.length);
});

test('files found come together, and before the scan that ends', () => {
  const { clock, publisher, told } = createHarness();
  publisher.publish(scan('running', 1));
  for (const name of ['x', 'y', 'z']) publisher.publish(found(name));
  publisher.publish(scan('running', 2));
  publisher.publish(scan('finished', 3));
  clock.pass(EVENT_SPACING_MS);
  expect(told()).toEqual(['scan running 1', 'found x,y,z', 'scan finished 3']);
});

test('of two views of a file that wait the later is told, in the place of the earlier', () => {
  const { clock, events, publisher } = createHarness();
  publisher.publish(scan('running', 1));
  for (const sizeBytes of [1, 2]) publisher.publish(found('x', { sizeBytes }));
  publisher.publish(found('y'));
  publisher.publish(found('x', { sizeBytes: 3 }));
  clock.pass(EVENT_SPACING_MS);
  expect(events.at(-1)?.change).toMatchObject({ candidates: [{ name: 'x', sizeBytes: 3 }, { name: 'y' }] });
});

test('a new scan clears at once what was found and not yet told', () => {
  const { clock, publisher, told } = createHarness();
  publisher.publish(found('x'));
  publisher.publish(found('old'));
  publisher.publish({ kind: 'candidatesCleared' });
  publisher.publish(found('new'));
  clock.pass(EVENT_SPACING_MS);
  expect(told()).toEqual(['found x', 'candidatesCleared', 'found new']);
});

test('roots follow at once, each of them', () => {
  const { publisher, told } = createHarness();
  const root = rootOf('r');
  publisher.publish({ kind: 'rootsListed', roots: [root] });
  publisher.publish({ kind: 'rootsListed', roots: [root] });
  expect(told()).toEqual(['rootsListed', 'rootsListed']);
});

test('flushing sends what waits, once', () => {
  const { clock, publisher, told } = createHarness();
  for (const done of [1, 2]) publisher.publish(job('a', done));
  publisher.flush();
  expect([told(), publisher.sequence()]).toEqual([['a at 1', 'a at 2'], 2]);
  publisher.flush();
  clock.pass(EVENT_SPACING_MS);
  expect(publisher.sequence()).toBe(2);
});

test('closing leaves no timer behind', () => {
  const { clock, publisher, told } = createHarness();
  for (const done of [1, 2]) publisher.publish(job('a', done));
  expect(clock.running()).toBe(1);
  publisher.close();
  expect([clock.running(), told()]).toEqual([0, ['a at 1']]);
});

test('events fit the contract', () => {
  const { events, publisher } = createHarness();
  publisher.publish(job('a', 1));
  publisher.publish(found('x'));
  for (const event of events) expect(FerryEvent.parse(event)).toEqual(event);
  expect(events).toHaveLength(2);
});

test('the sender gives events to the window that is there, and to none that is gone', () => {
  const sent: number[] = [];
  let isDestroyed = false;
  const contents = {
    isDestroyed: () => isDestroyed,
    send: (_channel: string, event: FerryEvent) => void sent.push(event.seq),
  };
  let current: typeof contents | null = null;
  const send = createEventSender(() => current);
  const change: FerryChange = { kind: 'candidatesCleared' };
  send({ seq: 1, change });
  current = contents;
  send({ seq: 2, change });
  isDestroyed = true;
  send({ seq: 3, change });
  expect(sent).toEqual([2]);
});
