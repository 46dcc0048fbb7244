import { AppError } from '../../../preload/contract/index.ts';
import type { HandoverRow } from './ports.ts';

/** Rows one file may have; with more its validation fails. @see learn.microsoft.com/purview/use-network-upload-to-import-pst-files */
export const ROWS_LIMIT = 500;

/** The first line, which must not be changed. @see the same page */
const COLUMNS = [
  'Workload',
  'FilePath',
  'Name',
  'Mailbox',
  'IsArchive',
  'TargetRootFolder',
  'ContentCodePage',
  'SPFileContainer',
  'SPManifestContainer',
  'SPSiteUrl',
] as const;

/** A file to give to the service, and the rows in it. */
export type MappingFile = { readonly name: string; readonly rows: readonly HandoverRow[]; readonly text: string };

/** Where a PST lies in its container; the service tells letter case apart in both. `folder` has no slash at its ends. */
export type BlobPlace = { readonly folder: string; readonly name: string };

/**
 * The mapping files of all rows, `mapping-1.csv` and so on. A row that cannot stand beside those of a file, because that
 * is full or has a PST of the same name, stands in the next one: each file is an import job of its own.
 * @throws AppError targetInvalid with a `reason`
 */
export function toMappingFiles(rows: readonly HandoverRow[]): readonly MappingFile[] {
  const groups: { readonly rows: HandoverRow[]; readonly names: Set<string> }[] = [];
  for (const row of rows) {
    const { name } = blobPlaceOf(row.blobUri);
    const open = groups.find((each) => each.rows.length < ROWS_LIMIT && !each.names.has(name));
    const group = open ?? { rows: [], names: new Set() };
    if (!open) groups.push(group);
    group.rows.push(row);
    group.names.add(name);
  }
  return groups.map((group, index) => ({
    name: `mapping-${index + 1}.csv`,
    rows: group.rows,
    text: toMappingCsv(group.rows),
  }));
}

/**
 * The text of one mapping file: comma-separated as RFC 4180 has it, lines end with CRLF. Without a byte order mark, which
 * a reader that does not know it would take for a part of the first column's name.
 * @throws AppError targetInvalid with a `reason`; RangeError for more than `ROWS_LIMIT` rows or two PSTs of one name
 */
export function toMappingCsv(rows: readonly HandoverRow[]): string {
  if (rows.length > ROWS_LIMIT) throw new RangeError('too many rows for one mapping file');
  const names = new Set(rows.map(({ blobUri }) => blobPlaceOf(blobUri).name));
  if (names.size !== rows.length) throw new RangeError('two files of one name in one mapping file');
  return [COLUMNS, ...rows.map(toCells)].map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

/** @throws AppError targetInvalid with a `reason` when the service would not take the row, or it would mean something else */
export function checkRow(row: HandoverRow): void {
  toCells(row);
}

/**
 * The place that the address of a blob names. On a PC's own emulator the account stands before the container.
 * @throws AppError targetInvalid when it names none
 */
export function blobPlaceOf(blobUri: string): BlobPlace {
  const url = URL.canParse(blobUri) ? new URL(blobUri) : null;
  const parts = url?.pathname.slice(1).split('/').map(decode).join('/').split('/') ?? [];
  const isByPath = url !== null && /^(localhost|\[.*\]|[\d.]+)$/.test(url.hostname);
  const [name, ...folders] = parts.slice(isByPath ? 2 : 1).reverse();
  if (!name || folders.includes('')) throw new AppError('targetInvalid', { reason: 'the address names no blob' });
  return { folder: folders.reverse().join('/'), name };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function toCells(row: HandoverRow): readonly string[] {
  const { folder, name } = blobPlaceOf(row.blobUri);
  const cells = [
    'Exchange',
    folder,
    name,
    mailboxCell(row.mailbox),
    row.isArchive ? 'TRUE' : 'FALSE',
    rootCell(row),
    row.contentCodePage === null ? '' : String(row.contentCodePage),
    '',
    '',
    '',
  ];
  // A table program would take such a cell for a formula; a line break would end the row for a simple reader.
  if (cells.some((cell) => /^[=+\-@\t]|\p{Cc}/u.test(cell))) refuse('a value that a table program would run');
  return cells;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function mailboxCell(mailbox: string): string {
  const isAddress = /^[^\s@,;"]+@[^\s@,;"]+$/.test(mailbox);
  return isAddress || GUID.test(mailbox) ? mailbox : refuse('Purview needs an address or the GUID of a mailbox');
}

/** An empty cell would mean a new folder named Imported. */
function rootCell({ targetRootFolder, isArchive }: HandoverRow): string {
  if (isArchive && targetRootFolder === '') refuse('Purview imports into an archive below a folder only');
  return `/${targetRootFolder}`;
}

function refuse(reason: string): never {
  throw new AppError('targetInvalid', { reason });
}

function quote(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
