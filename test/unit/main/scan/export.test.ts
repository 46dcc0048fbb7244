import { expect, test } from 'vitest';
import { exportText } from '../../../../main/scan/export.ts';
import { CandidateId } from '../../../../preload/contract/index.ts';
import { sampleCandidate } from '../../../support/renderer/samples.ts';

const PLAIN = sampleCandidate('old.pst');
const HEADING =
  'path,name,sizeBytes,modified,format,health,kind,isRenamed,isEncrypted,owner,profile,outlookProfile,copyOf,copyKind,movedAt,isSuggested,reason,otherPaths';

/** The fields of the second line of the CSV of one file. */
function fieldsOf(change: Partial<typeof PLAIN>): string {
  const [heading, ...rest] = exportText([{ ...PLAIN, ...change }], 'csv').split('\r\n');
  expect(heading).toBe(`\ufeff${HEADING}`);
  return rest.join('\r\n');
}

test('a file is a line of a table that a spreadsheet opens as it is', () => {
  const { path, name, sizeBytes, modified } = PLAIN;
  expect(fieldsOf({}).startsWith(`${path},${name},${sizeBytes},${modified},`)).toBe(true);
  expect(exportText([], 'csv')).toBe(`\ufeff${HEADING}\r\n`);
});

test('commas, quotes and line ends of a path stay inside its field', () => {
  expect(fieldsOf({ path: '/a, "b"\n.pst' })).toMatch(/^"\/a, ""b""\n\.pst",/);
});

test.each(['=cmd|x', '+1', '-1', '@sum', '\tx'])('a name that begins like a formula is text: %j', (name) => {
  expect(fieldsOf({ name })).toContain(`,'${name},`);
});

test('other paths of a file, and what it is a copy of, are told', () => {
  const copyOf = { id: CandidateId.parse('other'), path: '/b.pst', kind: 'version' } as const;
  const line = fieldsOf({ paths: [PLAIN.path, '/x', '/y'], copyOf });
  expect(line).toContain(',/b.pst,version,');
  expect(line.endsWith(',"/x\n/y"\r\n')).toBe(true);
});

test('the JSON holds everything but ids', () => {
  const copyOf = { id: CandidateId.parse('other'), path: '/b.pst', kind: 'copy' } as const;
  const { id: _, ...rest } = PLAIN;
  expect(JSON.parse(exportText([{ ...PLAIN, copyOf }], 'json'))).toEqual([
    { ...rest, copyOf: { path: '/b.pst', kind: 'copy' } },
  ]);
});
