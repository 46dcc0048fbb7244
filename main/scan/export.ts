import type { CandidateView } from '../../preload/contract/index.ts';

/** A list of files as a spreadsheet or a script takes it. Ids, which mean nothing elsewhere, are left out. */
export type ExportFormat = 'csv' | 'json';

/** Excel takes a CSV without this mark for the code page of the PC. */
const UTF8_MARK = '\ufeff';

type Column = readonly [name: string, fieldOf: (candidate: CandidateView) => string | number | boolean | null];

const COLUMNS: readonly Column[] = [
  ['path', ({ path }) => path],
  ['name', ({ name }) => name],
  ['sizeBytes', ({ sizeBytes }) => sizeBytes],
  ['modified', ({ modified }) => modified],
  ['format', ({ format }) => format],
  ['health', ({ health }) => health],
  ['kind', ({ kind }) => kind],
  ['isRenamed', ({ isRenamed }) => isRenamed],
  ['isEncrypted', ({ isEncrypted }) => isEncrypted],
  ['owner', ({ owner }) => owner],
  ['profile', ({ place }) => place.profile],
  ['outlookProfile', ({ outlookProfile }) => outlookProfile],
  ['copyOf', ({ copyOf }) => copyOf?.path ?? null],
  ['copyKind', ({ copyOf }) => copyOf?.kind ?? null],
  ['movedAt', ({ moved }) => moved?.at ?? null],
  ['isSuggested', ({ isSuggested }) => isSuggested],
  ['reason', ({ reason }) => reason],
  ['otherPaths', ({ paths }) => paths.slice(1).join('\n')],
];

/** The text of a file that holds the list. */
export function exportText(candidates: readonly CandidateView[], format: ExportFormat): string {
  return format === 'csv' ? csvText(candidates) : jsonText(candidates);
}

function jsonText(candidates: readonly CandidateView[]): string {
  return `${JSON.stringify(candidates.map(withoutIds), null, 2)}\n`;
}

/** A file as it is told outside of the window, where ids mean nothing. */
export function withoutIds({ id: _, copyOf, ...rest }: CandidateView) {
  return { ...rest, copyOf: copyOf && { path: copyOf.path, kind: copyOf.kind } };
}

/** A table with a heading, lines ended by CR LF. @see RFC 4180 */
function csvText(candidates: readonly CandidateView[]): string {
  const rows = candidates.map((candidate) => COLUMNS.map(([, fieldOf]) => csvField(fieldOf(candidate))));
  const lines = [COLUMNS.map(([name]) => name), ...rows].map((fields) => `${fields.join(',')}\r\n`);
  return UTF8_MARK + lines.join('');
}

function csvField(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A spreadsheet would run a name such as "=cmd|…" as a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
