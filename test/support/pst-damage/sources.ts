import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  type WriteOptions,
  writePst,
} from '../pst-writer/index.ts';

/** Real files of other programs, where they are at hand: one Unicode, two ANSI. */
const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const REAL_FILES = [
  'Aspose.Email-for-.NET--Outlook_1.pst',
  'pstsdknet--sample2.pst',
  'pst-extractor--contacts97-2002.pst',
] as const;

/** Small files that hold everything there is to break, written as the formats and encodings allow. */
const WRITTEN: Readonly<Record<string, WriteOptions>> = {
  'unicode.pst': {},
  'ansi.pst': { format: 'ansi', encoding: 'cyclic', password: 'secret' },
};

/** Writes the generated sound files into a folder and gives their paths, and those of the real ones that are there. */
export function soundFiles(folder: string): { readonly written: readonly string[]; readonly real: readonly string[] } {
  const written = Object.entries(WRITTEN).map(([name, options]) => {
    const path = join(folder, name);
    writePst(path, richMailbox(), options);
    return path;
  });
  return { written, real: REAL_FILES.map((name) => join(CORPUS, name)).filter((path) => existsSync(path)) };
}

/** Folders in folders, long lists, an attachment of many blocks, a message in a message, all kinds of bodies. */
function richMailbox(): SampleMailbox {
  return {
    displayName: 'Damage',
    folders: [
      { name: 'Inbox', items: [...letters(6), withFile(40_000), withMessage()] },
      { name: 'Sent Items', items: letters(3), folders: [deepFolder(5)] },
      { name: 'Empty' },
      { name: 'Contacts', containerClass: 'IPF.Contact', items: letters(2) },
    ],
  };
}

function deepFolder(depth: number): SampleFolder {
  return { name: `Level ${depth}`, items: letters(1), folders: depth > 0 ? [deepFolder(depth - 1)] : [] };
}

function letters(count: number): readonly SampleItem[] {
  return Array.from({ length: count }, (_, i) => ({
    subject: `Letter ${i}`,
    from: { name: 'Ann', address: 'ann@contoso.example' },
    to: [{ name: 'Ben', address: 'ben@contoso.example' }],
    sent: new Date(Date.UTC(2015, 0, 1 + i)),
    received: new Date(Date.UTC(2015, 0, 1 + i)),
    messageId: `<${i}@contoso.example>`,
    textBody: 'A short letter. '.repeat(1 + i * 80),
    htmlBody: i % 2 === 0 ? `<p>${'A short letter. '.repeat(i)}</p>` : '',
    isRead: i % 3 > 0,
  }));
}

function withFile(sizeBytes: number): SampleItem {
  const [letter] = letters(1);
  if (letter === undefined) throw new RangeError('no letter');
  const file = { fileName: 'table.bin', mimeType: 'application/octet-stream', bytes: { sizeBytes, seed: 1 } };
  return { ...letter, subject: 'With a file', attachments: [file, { ...file, bytes: Buffer.from('short') }] };
}

function withMessage(): SampleItem {
  const item = withFile(9_000);
  return { ...item, subject: 'With a message', attachments: [{ item: { ...item, subject: 'Within' } }] };
}
