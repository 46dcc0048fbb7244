import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SampleMailbox, TOP_FOLDER_NAME } from '../../support/pst-writer/index.ts';
import { expectedOf, type SeenFile, type SeenItem, type SeenMailbox, sha1 } from './expected.ts';
import { runTool } from './tool.ts';

const KINDS = ['Appointment', 'Contact', 'DistributionList', 'Meeting', 'Activity', 'Note', 'Task'];
const ITEM_FOLDER = new RegExp(`^(?:Message|${KINDS.join('|')})\\d{5}$`);
const TEXT_FILES = ['OutlookHeaders.txt', ...KINDS.map((kind) => `${kind}.txt`)];
/** Kinds it says nothing about: notices on a board are not exported at all. */
const LEFT_OUT = 'IPM.Post';

/** What libpff's `pffexport` finds, and how many lost items it dug up: none in a sound file. */
export function readWithPffexport(path: string, base: string): { mailbox: SeenMailbox; lostItems: number } {
  runTool('pffinfo', [path]);
  runTool('pffexport', ['-q', '-m', 'all', '-t', base, path]);
  const seen = new Map<string, SeenItem[]>();
  visit(join(`${base}.export`, TOP_FOLDER_NAME), [], seen);
  const lost = ['orphans', 'recovered'].map((kind) => `${base}.${kind}`).filter((folder) => existsSync(folder));
  return { mailbox: seen, lostItems: lost.flatMap((folder) => readdirSync(folder)).length };
}

/** What of a mailbox `pffexport` shows. */
export function expectedOfPffexport(mailbox: SampleMailbox): SeenMailbox {
  const expected = expectedOf(mailbox, {
    shows: ({ messageClass }) => messageClass !== LEFT_OUT,
    // What is attached to an invitation or to a list of people is not exported, either.
    showsAttachments: ({ meetingRequest, distributionList }) =>
      [meetingRequest, distributionList].every((one) => one === undefined),
  });
  const seen = [...expected].filter(([, items]) => items.length > 0);
  return new Map(seen.map(([name, items]) => [asPffexportShows(name), items.map(shown)]));
}

function shown({ subject, files, embedded }: SeenItem): SeenItem {
  return {
    subject: asPffexportShows(subject),
    files: files.map(({ name, sha1 }) => ({ name: asPffexportShows(name), sha1 })),
    embedded: embedded.map(shown),
    details: null,
  };
}

/** A name as `pffexport` shows it: it garbles characters beyond the first 65,536, so those compare as one mark. */
export function asPffexportShows(name: string): string {
  return name.replace(/[\u{10000}-\u{10FFFF}]/gu, '*');
}

function visit(folder: string, path: readonly string[], seen: Map<string, SeenItem[]>): void {
  const names = readdirSync(folder).sort();
  // Items are numbered in the order of the folder's table, whatever kind they are.
  const itemNames = names.filter((name) => ITEM_FOLDER.test(name)).sort((a, b) => numberOf(a) - numberOf(b));
  const items = itemNames.map((name) => readItem(join(folder, name)));
  if (items.length > 0) seen.set(asPffexportShows(path.join(' / ')), items);
  for (const name of names) if (!ITEM_FOLDER.test(name)) visit(join(folder, name), [...path, name], seen);
}

function numberOf(name: string): number {
  return Number(name.slice(-5));
}

function readItem(folder: string): SeenItem {
  const text = TEXT_FILES.filter((name) => existsSync(join(folder, name))).map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  const subject = /^Subject:\t+(.*)$/m.exec(text.join('\n'))?.[1] ?? '';
  const attachments = join(folder, 'Attachments');
  const names = existsSync(attachments) ? readdirSync(attachments) : [];
  // Files are named 1_first.txt, 2_second.txt …; attached messages lie in folders.
  const files = names
    .filter((name) => /^\d+_/.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const inner = names.filter((name) => /^Attachment\d+$/.test(name)).sort();
  return {
    subject: asPffexportShows(subject),
    files: files.map((name): SeenFile => {
      const bytes = readFileSync(join(attachments, name));
      return { name: asPffexportShows(name.replace(/^\d+_/, '')), sha1: sha1([bytes]) };
    }),
    details: null,
    embedded: inner.map((name) => readItem(join(attachments, name, 'Message00001'))),
  };
}
