import { expect, test } from 'vitest';
import { factLines } from '../../../../../main/pst/message-text/fact-lines.ts';

test('facts are lines, each a label and one line of text', () => {
  const lines = factLines([
    { name: 'start', value: Date.UTC(2020, 0, 2, 3, 4) },
    { name: 'end', value: 8.64e15 },
    { name: 'place', value: '\u0000' },
    { name: 'businessAddress', value: '1 Main Street\r\n\r\n Springfield\u0007' },
  ]);
  expect(lines).toBe('Start: 2020-01-02 03:04 UTC\nBusiness address: 1 Main Street, Springfield');
  expect(factLines([])).toBe('');
});
