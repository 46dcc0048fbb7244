import { expect, test } from 'vitest';
import { toMappingFiles } from '../../../../../main/import/purview/mapping-csv.ts';
import { STEPS_ADDRESS, stepsHtml, stepsText } from '../../../../../main/import/purview/steps.ts';
import { blobUri, handoverRow } from './rows.ts';

const files = toMappingFiles([
  handoverRow({ targetRootFolder: '<script>alert(1)</script> & "more"' }),
  handoverRow({ mailbox: 'bob@contoso.example', isArchive: true }),
  handoverRow({ mailbox: 'cy@contoso.example', blobUri: blobUri('Pilot/b.pst') }),
]);

test.each([
  ['the lists', 'mapping-1.csv, mapping-2.csv'],
  ['both roles', 'Mailbox Import Export and Mail Recipients'],
  ['the rule for names', 'lowercase letters, digits, hyphens and underscores'],
  ['what to wait for', 'Analysis completed'],
  ['the retention hold', 'RetentionHoldEnabled is True'],
  ['how to end it', 'Set-Mailbox -Identity <mailbox> -RetentionHoldEnabled $false'],
  ['when files are deleted', '30 days after the most recent import job'],
  ['the rate', '24 GB a day'],
  ['the advised size', '20 GB'],
  ['code pages', '932 for Japanese'],
  ['where there is more', STEPS_ADDRESS],
  ['each file', 'Pilot/b.pst  |  cy@contoso.example  |  no  |  /Imported PST/old  |  2026-03-04 05:06'],
])('the text tells %s', (_, text) => {
  expect(stepsText(files)).toContain(text);
});

test('the page runs nothing, loads nothing and shows names as they are', () => {
  const page = stepsHtml(files);
  expect(page).not.toMatch(/<script|<link|<img|\ssrc=|\shref=|\son\w+=|url\(/i);
  expect(page).toContain('/&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
  expect(page).toContain("default-src 'none'");
});

test('the page is for light, dark and paper', () => {
  const page = stepsHtml(files);
  expect(page).toContain('color-scheme: light dark');
  expect(page).toContain('@media print');
});

test('the page says what the text says', () => {
  const words = (text: string) =>
    text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
      .replace(/&quot;/g, '"');
  const page = words(stepsHtml(files));
  const lines = stepsText(files)
    .split('\n')
    .flatMap((line) => line.replace(/^\d+\. |^-+$/, '').split('  |  '));
  expect(lines.filter((line) => !page.includes(line))).toEqual([]);
});
