import { isEveryFolder } from '../../../preload/contract/folder-filter.ts';
import type { Receipt } from '../../../preload/contract/index.ts';
import type { Language } from '../../format/messages.ts';
import { outcomeOf, sentDifference } from './receipt-model.ts';

/** What arrived, in one sentence that never reads as the whole file when folders were left out. */
export function outcomeText(receipt: Receipt, { messages, format }: Language): string {
  const words = messages.receipt;
  const isWhole = isEveryFolder(receipt);
  const { moved, found } = receipt;
  switch (outcomeOf(receipt)) {
    case 'allArrived':
      return isWhole ? words.allArrived(moved) : words.allArrivedOfChoice(moved);
    case 'someArrived': {
      const counts = [format.count(moved), format.count(found)] as const;
      return isWhole ? words.arrived(...counts) : words.arrivedOfChoice(...counts);
    }
    case 'nothingInside':
      return isWhole ? words.nothingInside : words.nothingInsideChoice;
    case 'nothingArrived':
      return words.nothingArrived;
    case 'handedOver':
      return words.handedOver;
  }
}

/** Why the bytes sent are not the size of the file; null when they are, or when that needs no reason. */
export function sentText(receipt: Receipt, { messages, format }: Language): string | null {
  const difference = sentDifference(receipt);
  if (difference === null) return null;
  const words = messages.receipt;
  const size = format.bytes(difference.bytes);
  switch (difference.kind) {
    case 'none':
      return words.sentNone;
    case 'less':
      return words.sentLess(size);
    case 'more':
      return words.sentMore(size);
  }
}
