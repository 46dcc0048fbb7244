import { describe, expect, test } from 'vitest';
import { parseShellLine, requestLine } from '../../../../../main/platform/powershell/shell-lines.ts';

describe('requestLine', () => {
  test.each([
    '$(calc)',
    "O'Brien",
    '” ; calc ; “',
    'a\nb\r\nc\0',
    '\u2028\u2029',
    '\u202e',
    '😀',
    '\ud800',
    'é'.repeat(32_768),
  ])('a value arrives as it is, in one line of plain ASCII: %j', (value) => {
    const line = requestLine(7, 'run', { cmdlet: 'New-MailboxImportRequest', parameters: { Name: value } });
    expect(line.slice(0, -1)).toMatch(/^[\x20-\x7e]*$/);
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({
      v: 1,
      id: 7,
      op: 'run',
      input: { cmdlet: 'New-MailboxImportRequest', parameters: { Name: value } },
    });
  });
});

describe('parseShellLine', () => {
  test.each([
    '',
    'WARNING: x',
    '{',
    '[]',
    'null',
    '{"a":1}',
    '{"v":2,"seq":1,"kind":"beat"}',
    '{"v":1,"seq":1,"kind":"?"}',
  ])('not ours: %j', (line) => {
    expect(parseShellLine(line)).toBeNull();
  });

  test('an error is told without what opens something, and with empty words where there are none', () => {
    const error = { message: 'https://x.example/a.pst?sig=CANARY&se=2026', errorId: null, types: ['System.Exception'] };
    expect(parseShellLine(JSON.stringify({ v: 1, seq: 6, kind: 'error', id: 7, error }))).toEqual({
      ...{ v: 1, seq: 6, kind: 'error', id: 7 },
      error: { message: 'https://x.example/a.pst?sig=…&se=…', errorId: '', category: '', types: ['System.Exception'] },
    });
  });

  test('a note is told without what opens something', () => {
    const line = JSON.stringify({ v: 1, seq: 2, kind: 'note', id: 1, text: 'password=CANARY' });
    expect(parseShellLine(line)).toMatchObject({ text: 'password=…' });
  });
});
