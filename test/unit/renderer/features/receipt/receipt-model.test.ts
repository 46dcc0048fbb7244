import { expect, it } from 'vitest';
import type { Receipt } from '../../../../../preload/contract/index.ts';
import { groupReceipts, outcomeOf } from '../../../../../renderer/features/receipt/receipt-model.ts';
import { sampleJob, sampleReceipt } from '../../../../support/renderer/samples.ts';

function endedAt(id: string, finishedAt: string) {
  const job = sampleJob(id, `${id}.pst`, { state: 'done' });
  return { ...job, receipt: sampleReceipt(job, 'done', { finishedAt }) };
}

it('shows what has ended, this time apart from earlier, the latest first', () => {
  const old = endedAt('old', '2026-01-01T00:00:00Z');
  const older = endedAt('older', '2025-01-01T00:00:00Z');
  const now = endedAt('now', '2026-05-04T13:00:00Z');
  const cancelled = sampleJob('cancelled', 'c.pst', { state: 'cancelled', createdAt: '2026-05-04T14:00:00Z' });
  const going = sampleJob('going', 'g.pst', { state: 'uploading' });
  expect(groupReceipts([older, old, going, now, cancelled], [older.id, old.id])).toEqual({
    thisTime: [cancelled, now],
    earlier: [old, older],
  });
});

it.each<[Pick<Receipt, 'found' | 'moved' | 'state'> & { isHandedOver?: boolean }, string]>([
  [{ found: 10, moved: 10, state: 'done' }, 'allArrived'],
  [{ found: 10, moved: 9, state: 'doneWithSkips' }, 'someArrived'],
  [{ found: 10, moved: 0, state: 'doneWithSkips' }, 'someArrived'],
  [{ found: 0, moved: 0, state: 'done' }, 'nothingInside'],
  [{ found: 0, moved: 0, state: 'failed' }, 'nothingArrived'],
  [{ found: 10, moved: 0, state: 'cancelled' }, 'nothingArrived'],
  [{ found: 10, moved: 4, state: 'failed' }, 'someArrived'],
  [{ found: 0, moved: 0, state: 'done', isHandedOver: true }, 'handedOver'],
  [{ found: 0, moved: 0, state: 'failed', isHandedOver: true }, 'nothingArrived'],
])('calls %j %s', (receipt, expected) => {
  expect(outcomeOf({ isHandedOver: false, ...receipt })).toBe(expected);
});
