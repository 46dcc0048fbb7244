import { expect, test } from 'vitest';
import { decodeConsoleText } from '../../../../main/platform/console-text.ts';

test('UTF-8 is read as such', () => {
  expect(decodeConsoleText(Buffer.from('Persönlich 😀'))).toBe('Persönlich 😀');
});

// Bytes as Python's cp850 codec gives them.
test('what is no UTF-8 is read in the code page of Western Europe', () => {
  expect(decodeConsoleText(Buffer.from('5065727394', 'hex'))).toBe('Persö');
  expect(decodeConsoleText(Buffer.from('81848ee19a82ff', 'hex'))).toBe('üäÄßÜé\u00a0');
});
