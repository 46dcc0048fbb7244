import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PSTFile, type PSTFolder } from 'pst-extractor';
import { afterAll, describe, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import { runTool } from '../pst-writer/tool.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const folder = mkdtempSync(join(tmpdir(), 'pst-peers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How many items each folder holds, by its names joined by ` / `; twins are added up. */
type Counts = Readonly<Record<string, number>>;
type Entry = readonly [names: readonly string[], items: number];

function countsOf(entries: readonly Entry[]): Counts {
  const counts: Record<string, number> = {};
  for (const [names, items] of entries) counts[names.join(' / ')] = (counts[names.join(' / ')] ?? 0) + items;
  return counts;
}

function readOurs(path: string): { readonly counts: Counts; readonly searchFolders: readonly string[] } {
  const store = createPstOpener(openPstSource)(path);
  try {
    const entries = Array.from(store.folders(), ({ path: names, itemCount }): Entry => [names, itemCount]);
    return { counts: countsOf(entries), searchFolders: store.searchFolders().map(({ name }) => name) };
  } finally {
    store.close();
  }
}

/** Items lie in folders that libpff names by their kind and a number of five digits. */
const PFFEXPORT_ITEM = /^(?!Folder)[A-Za-z]+\d{5}$/;

function readPffexport(path: string, name: string): Counts {
  const base = join(folder, name);
  runTool('pffexport', ['-q', '-m', 'items', '-t', base, path]);
  const visit = (place: string, names: readonly string[]): readonly Entry[] => {
    const inside = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const items = inside.filter((entry) => PFFEXPORT_ITEM.test(entry.name)).length;
    const folders = inside.filter((entry) => !PFFEXPORT_ITEM.test(entry.name));
    const own: readonly Entry[] = names.length > 0 ? [[names, items]] : [];
    return [...own, ...folders.flatMap((entry) => visit(join(place, entry.name), [...names, entry.name]))];
  };
  return countsOf(visit(`${base}.export`, []));
}

/** @see [MS-PST] 2.2.2.1 nidType */
const SEARCH_FOLDER = 3;

/** What pst-extractor's folders say they hold; below search folders it looks for tables there are none of, and throws. */
function readExtractor(path: string): Counts {
  const file = new PSTFile(path);
  try {
    const visit = (each: PSTFolder, names: readonly string[]): readonly Entry[] => {
      const children = each.getNodeType() === SEARCH_FOLDER ? [] : each.getSubFolders();
      const own: readonly Entry[] = names.length > 0 ? [[names, each.contentCount]] : [];
      return [...own, ...children.flatMap((child) => visit(child, [...names, child.displayName]))];
    };
    return countsOf(visit(file.getRootFolder(), []));
  } finally {
    file.close();
  }
}

/** `name: ours, theirs` where they differ; folders that only show items of others are told apart by us alone. */
function differences(ours: ReturnType<typeof readOurs>, theirs: Counts): string[] {
  const names = [...new Set([...Object.keys(ours.counts), ...Object.keys(theirs)])].sort();
  const isSearchFolder = (name: string) => ours.searchFolders.includes(name.split(' / ').at(-1) ?? '');
  return names
    .filter((name) => ours.counts[name] !== theirs[name] && !(ours.counts[name] === undefined && isSearchFolder(name)))
    .map((name) => `${name}: ${ours.counts[name] ?? 'none'}, ${theirs[name] ?? 'none'}`);
}

/** Where pffexport (libpff 20180714) tells something else, and is wrong; everywhere else it says what ours says. */
const PFFEXPORT_DIFFERS: Readonly<Record<string, readonly string[]>> = {
  // It has no form for the free/busy item beside the mail and leaves it out; pst-extractor lists it.
  'Aspose.Email-for-.NET--Outlook_1.pst': ['Freebusy Data: 1, 0'],
  'java-libpst--dist-list.pst': ['Freebusy Data: 1, 0'],
  'java-libpst--passworded.pst': ['Freebusy Data: 1, 0'],
  'pst-dedupe--aspose_outlook.pst': ['Freebusy Data: 1, 0'],
  // It writes a tilde as an underscore.
  'Aspose.Email-for-.NET--SampleOstFile.ost': [
    'Root - Mailbox / _MAPISP(Internal): none, 0',
    'Root - Mailbox / ~MAPISP(Internal): 0, none',
  ],
  'npm-pst-extractor-1.12.0--pstextractortest_outlook.com.ost': [
    'Root - Mailbox / _MAPISP(Internal): none, 0',
    'Root - Mailbox / ~MAPISP(Internal): 0, none',
  ],
  // It stops at the tenth contact, of 21 that pst-extractor reads one by one, and numbers the second folder of a name.
  'Aspose.Email-for-.NET--Test_part1.pst': [
    'Top of Personal Folders / Contacts: 21, 9',
    'Top of Personal Folders / Deleted Items / Folder00002: none, 0',
    'Top of Personal Folders / Folder00013: none, 0',
  ],
  // It has no form for posts (IPM.Post).
  'pstsdknet--test_ansi.pst': ['Top of Personal Folders / Folder: 1, 0'],
  'pstsdknet--test_unicode.pst': ['Top of Personal Folders: 1, 0', 'Top of Personal Folders / Folder: 1, 0'],
};

/** Folder names in the 8-bit letters of Japan, which libpff takes for Western European ones unless it is told. */
const NAMED_IN_JAPANESE = 'pst-extractor--contacts97-2002.pst';

/** It cannot open ANSI files: it compares objects where it should compare numbers. */
const EXTRACTOR_FAILS = ['pst-extractor--contacts97-2002.pst', 'pstsdknet--sample2.pst', 'pstsdknet--test_ansi.pst'];

/** Nobody opens these: no PST; a header that is not that of a PST; a header whose checksum is wrong and no nodes behind it. */
const UNREADABLE = [
  'pst-dedupe--mail.pst',
  'Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst',
  'pst-dedupe--promotions_spam.pst',
];

describe.skipIf(!existsSync(CORPUS))('PSTs of other programs', () => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => /\.[op]st$/.test(name)) : [];
  const readable = files.filter((name) => !UNREADABLE.includes(name)).map((name) => [name] as const);

  test.each(readable)('%s: the folders and counts of pffexport', (name) => {
    const theirs = readPffexport(join(CORPUS, name), name);
    const ours = readOurs(join(CORPUS, name));
    if (name === NAMED_IN_JAPANESE) {
      const counts = (all: Counts) =>
        Object.entries(all)
          .filter(([key]) => !ours.searchFolders.includes(key))
          .map(([, items]) => items);
      expect(counts(ours.counts).sort()).toEqual(counts(theirs).sort());
    } else expect(differences(ours, theirs)).toEqual(PFFEXPORT_DIFFERS[name] ?? []);
  });

  test.each(readable)('%s: the folders and counts of pst-extractor', (name) => {
    const path = join(CORPUS, name);
    if (EXTRACTOR_FAILS.includes(name)) expect(() => readExtractor(path)).toThrow('Unable to find');
    else expect(differences(readOurs(path), readExtractor(path))).toEqual([]);
  });

  test.each(UNREADABLE.map((name) => [name] as const))('%s: nobody opens it', (name) => {
    const path = join(CORPUS, name);
    for (const read of [readOurs, readExtractor, (file: string) => readPffexport(file, name)]) {
      expect(() => read(path)).toThrow();
    }
  });
});
