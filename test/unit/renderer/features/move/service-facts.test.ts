import { expect, it } from 'vitest';
import type { ImportStatistics } from '../../../../../preload/contract/index.ts';
import { serviceFactsOf } from '../../../../../renderer/features/move/service-facts.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { sampleJob, sampleStatistics } from '../../../../support/renderer/samples.ts';

const language = createLanguage(['en']);
const SIGNATURE = 'c2lnbmF0dXJlIG9mIGEgcGVybWlzc2lvbg';
const SERVICE: NonNullable<ImportStatistics['service']> = {
  identity: null,
  targetAlias: 'alex',
  batchName: '',
  syncStage: 'CopyingMessages',
  positionInQueue: 0,
  bytesPerMinute: 2 * 1024 ** 2,
  dataConsistencyScore: null,
  lastUpdateAt: null,
  suspendedAt: null,
  message: `Cannot read https://store.example/pst?sig=${SIGNATURE}`,
  rest: { Direction: 'Pull', Report: 'x'.repeat(2000) },
};
const statistics = { ...sampleStatistics(sampleJob('job-1', 'a.pst'), 'running', 0.5), queuedAt: null };

it('says nothing of a service that is not Exchange', () => {
  expect(serviceFactsOf(statistics, language)).toEqual([]);
});

it('leaves out what the service has not said, and shows the rest under its own names', () => {
  const facts = serviceFactsOf({ ...statistics, service: SERVICE }, language);
  expect(facts.map(({ name, value }) => [name, value.length > 40 ? '…' : value])).toEqual([
    ['status', 'InProgress'],
    ['queue', '0'],
    ['stage', 'CopyingMessages'],
    ['message', '…'],
    ['rate', '2 MB a minute'],
    ['alias', 'alex'],
    ['request', statistics.requestId],
    ['Direction', 'Pull'],
    ['Report', '…'],
  ]);
});

it('shows neither what opens something nor a whole report', () => {
  const facts = serviceFactsOf({ ...statistics, service: SERVICE }, language);
  const values = facts.map(({ value }) => value);
  expect([values.join().includes(SIGNATURE), Math.max(...values.map(({ length }) => length)) <= 501]).toEqual([
    false,
    true,
  ]);
});
