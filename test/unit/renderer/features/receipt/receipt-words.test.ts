import { expect, it } from 'vitest';
import type { Receipt } from '../../../../../preload/contract/index.ts';
import { outcomeText, sentText } from '../../../../../renderer/features/receipt/receipt-words.ts';
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

it.each<[string, Partial<Receipt>, string | null]>([
  ['nothing when each byte was sent once', { sizeBytes: 100, sentBytes: 100 }, null],
  [
    'what was there already',
    { sizeBytes: 3 * 1024, sentBytes: 1024 },
    '2 KB of the file was there already and did not have to be sent.',
  ],
  [
    'that all of it was',
    { sizeBytes: 3 * 1024, sentBytes: 0 },
    'All of the file was there already; nothing had to be sent.',
  ],
  [
    'what was sent twice',
    { sizeBytes: 1024, sentBytes: 3 * 1024 },
    '2 KB of it had to be sent again after interruptions.',
  ],
  ['nothing of a file that never was there as a whole', { sizeBytes: 3072, sentBytes: 1024, sha256: null }, null],
])('says of the bytes sent %s', (_, change, expected) => {
  expect(sentText(sampleReceipt(job, 'done', change), language)).toBe(expected);
});
