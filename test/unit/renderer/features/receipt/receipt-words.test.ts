import { expect, it } from 'vitest';
import type { Receipt } from '../../../../../preload/contract/index.ts';
import { outcomeText } from '../../../../../renderer/features/receipt/receipt-words.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { sampleJob, sampleReceipt } from '../../../../support/renderer/samples.ts';

const language = createLanguage(['en-US']);
const job = sampleJob('one', 'a.pst');

it.each<[Partial<Receipt>, string, string]>([
  [{ found: 8, moved: 8 }, 'All 8 items arrived', 'All 8 items of the chosen folders arrived'],
  [{ found: 1, moved: 1 }, 'The one item arrived', 'The one item of the chosen folders arrived'],
  [{ found: 8, moved: 7 }, '7 of 8 items arrived', '7 of 8 items of the chosen folders arrived'],
  [{ found: 0, moved: 0 }, 'The file held no items', 'There was nothing in the chosen folders'],
  [{ found: 8, moved: 0, state: 'failed' }, 'Nothing was moved', 'Nothing was moved'],
])('of %j says "%s" of a whole file, "%s" of a part', (change, whole, part) => {
  const said = (patterns: Partial<Receipt>) =>
    outcomeText(sampleReceipt(job, 'done', { ...change, ...patterns }), language);
  expect([said({}), said({ excludeFolders: ['Old'] }), said({ includeFolders: ['Inbox/*'] })]).toEqual([
    whole,
    part,
    part,
  ]);
});
