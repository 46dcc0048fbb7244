import type { ImportStatistics, JobView, TransferProgress } from '../../../preload/contract/index.ts';
import type { Format } from '../../format/format.ts';
import type { Messages } from '../../format/locales/en.ts';
import type { Language } from '../../format/messages.ts';
import { foldersText } from '../folders-text.ts';
import { importedFraction, isHandedOver, skippedItems } from './move-model.ts';
import { isComparing, keptBytes } from './transfer-model.ts';

const SEPARATOR = ' · ';

/** The numbers of a job on one line; an empty string while there are none. */
export function jobDetail(job: JobView, messages: Messages, format: Format): string {
  switch (job.state) {
    case 'checking':
      return job.progress === null ? '' : transferDetail(job.progress, messages, format);
    case 'uploading':
      return job.progress === null ? '' : uploadDetail(job, job.progress, { messages, format });
    case 'paused':
    case 'blocked':
      return haltedDetail(job, messages, format);
    case 'importing':
      return job.statistics === null ? '' : importDetail(job.statistics, messages, format);
    case 'done':
    case 'doneWithSkips':
      return endedDetail(job, messages, format);
    case 'uploaded':
      return format.bytes(job.sizeBytes);
    case 'draft':
    case 'queued':
    case 'failed':
    case 'cancelled':
      return '';
  }
}

function uploadDetail(job: JobView, progress: TransferProgress, { messages, format }: Language): string {
  if (!isComparing(job)) return transferDetail(progress, messages, format);
  // Reading is much faster than sending: its rate, and a time left made of it, would promise too much.
  return messages.move.foundOf(format.bytes(keptBytes(progress)), format.bytes(progress.totalBytes));
}

function transferDetail(progress: TransferProgress, { move }: Messages, format: Format): string {
  const { doneBytes, totalBytes, bytesPerSecond, secondsLeft, waitingSince } = progress;
  const kept = keptBytes(progress);
  const parts = [move.bytesOf(format.bytes(doneBytes), format.bytes(totalBytes))];
  if (kept > 0) parts.push(move.kept(format.bytes(kept)));
  // A rate or a time left is no use to anyone while nothing gets through.
  if (waitingSince === null && bytesPerSecond !== null) parts.push(format.rate(bytesPerSecond));
  if (waitingSince === null && secondsLeft !== null) parts.push(format.timeLeft(secondsLeft));
  return parts.join(SEPARATOR);
}

function importDetail(statistics: ImportStatistics, { move }: Messages, format: Format): string {
  if (statistics.phase === 'handedOver') return '';
  if (statistics.phase === 'queued') return queueText(statistics, move);
  const { itemsTransferred, itemsTotal, bytesTransferred, bytesTotal, phase, secondsLeft } = statistics;
  const fractionDone = importedFraction(statistics);
  const skipped = skippedItems(statistics);
  const parts = [
    itemsTotal === null
      ? move.itemsSoFar(itemsTransferred)
      : move.itemsOf(format.count(itemsTransferred), format.count(itemsTotal)),
    bytesTotal === null
      ? format.bytes(bytesTransferred)
      : move.bytesOf(format.bytes(bytesTransferred), format.bytes(bytesTotal)),
  ];
  if (fractionDone !== null) parts.push(format.percent(fractionDone * 100));
  if (skipped > 0) parts.push(move.skipped(skipped));
  if (phase === 'running' && secondsLeft != null) parts.push(format.timeLeft(secondsLeft));
  return parts.join(SEPARATOR);
}

function queueText({ service }: ImportStatistics, move: Messages['move']): string {
  const position = service?.positionInQueue ?? null;
  return position === null ? '' : move.inQueue(position);
}

function haltedDetail(job: JobView, messages: Messages, format: Format): string {
  if (job.statistics !== null) return importDetail(job.statistics, messages, format);
  if (job.progress === null) return '';
  return messages.move.bytesOf(format.bytes(job.progress.doneBytes), format.bytes(job.progress.totalBytes));
}

function endedDetail(job: JobView, messages: Messages, format: Format): string {
  const { receipt } = job;
  if (receipt === null) return '';
  if (isHandedOver(job)) return format.bytes(job.sizeBytes);
  const { move } = messages;
  const skipped = skippedItems(receipt);
  const parts = [move.itemsOf(format.count(receipt.moved), format.count(receipt.found))];
  if (skipped > 0) parts.push(move.skipped(skipped));
  const folders = foldersText(receipt, messages);
  if (folders !== '') parts.push(folders);
  return parts.join(SEPARATOR);
}
