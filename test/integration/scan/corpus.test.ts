import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createFileTree } from '../../../main/platform/file-tree.ts';
import { checkHeader, HEADER_BYTES, isStoreHead } from '../../../main/pst/header.ts';
import { readRecordKey } from '../../../main/pst/record-key.ts';
import { findCopies } from '../../../main/scan/duplicates.ts';
import { scan } from '../../../main/scan/scan.ts';
import type { FoundFile } from '../../../main/scan/scan-event.ts';
import type { Place } from '../../../preload/contract/index.ts';

/** PSTs other programs wrote; they are not part of the project, so the project's own tests stand without them. */
const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const hasCorpus = existsSync(CORPUS);

/**
 * Caught while a program was writing it: the header's byte for "maps are valid" is cleared and nothing else, so that
 * the checksum no longer fits, and the indexes it leads to are not all there.
 */
const CAUGHT = 'Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst';
const PST_NAMED_OST = 'Aspose.Email-for-.NET--PersonalStorageFile.ost';
/** Made by hand for the tests of another program, without any checksum. */
const HANDMADE = 'pst-dedupe--promotions_spam.pst';

type Row = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly layout: string;
  readonly client: string;
  /** Another program's library opens it. */
  readonly isOpened: boolean;
};

/** The rows of the table in `MANIFEST.md`. */
function readManifest(): readonly Row[] {
  const lines = readFileSync(join(CORPUS, 'MANIFEST.md'), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, name = '', bytes, , layout = '', client = '', , , , opened] = line.split('|').map((cell) => cell.trim());
    return /\.[po]st$/.test(name) ? [{ name, sizeBytes: Number(bytes), layout, client, isOpened: opened === '0' }] : [];
  });
}

const FORMATS: Readonly<Record<string, string>> = { Unicode: 'unicode', ANSI: 'ansi', 'Unicode 4K': 'unicode4k' };

function expected({ name, sizeBytes, layout, client, isOpened }: Row) {
  const facts = { name, sizeBytes, isRenamed: !name.endsWith('.pst') };
  if (layout === 'not PST') return { ...facts, format: 'unknown', health: 'notPst', kind: 'text', hasKey: false };
  const health = client === 'SO' ? 'ost' : isOpened ? 'fine' : 'damaged';
  return { ...facts, format: FORMATS[layout], health, kind: null, hasKey: health !== 'damaged' };
}

const judge = { headBytes: HEADER_BYTES, check: checkHeader, isStore: isStoreHead, readRecordKey };
const marks = { read: async () => ({ isCloudOnly: false, isEncrypted: false, owner: null }), close: () => undefined };

/** What a scan of the folder finds, by name; `files` are asked for besides. */
async function scanFor(
  root: string,
  { isDeep = false, files = [] }: { readonly isDeep?: boolean; readonly files?: readonly string[] } = {},
): Promise<ReadonlyMap<string, FoundFile>> {
  const options = { tree: createFileTree(), judge, marks, signal: new AbortController().signal };
  const input = { roots: [root], barriers: [], skipped: [], files, isDeep, known: [], memoryFile: null };
  const found = new Map<string, FoundFile>();
  for await (const event of scan(input, options)) if (event.kind === 'found') found.set(event.file.name, event.file);
  return found;
}

describe.runIf(hasCorpus)('files of other programs, as a scan finds them', () => {
  const rows = hasCorpus ? readManifest() : [];
  let found: ReadonlyMap<string, FoundFile> = new Map();
  beforeAll(async () => {
    // A cache that is named as one counts only when somebody asks for it.
    found = await scanFor(CORPUS, { files: rows.map(({ name }) => join(CORPUS, name)) });
  });

  it('are those of the manifest, all of them', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect([...found.keys()].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  test.each(rows.map((row) => [row.name, row] as const))('%s is what the manifest says', (name, row) => {
    const { sizeBytes, isRenamed, format, health, kind, recordKey } = found.get(name) ?? {};
    expect({ name, sizeBytes, isRenamed, format, health, kind, hasKey: recordKey !== null }).toEqual(expected(row));
  });

  it('are damaged where no program opens them, and nowhere else', () => {
    const damaged = [...found.values()].filter(({ health }) => health === 'damaged').map(({ name }) => name);
    expect(damaged.toSorted()).toEqual([CAUGHT, HANDMADE]);
  });

  it('under the name of an OST is found by content alone where it is a PST', async () => {
    const deep = await scanFor(CORPUS, { isDeep: true });
    const renamed = [...deep.values()].filter(({ isRenamed }) => isRenamed);
    expect(renamed.map(({ name, health }) => [name, health])).toEqual([[PST_NAMED_OST, 'fine']]);
  });

  it('hold a store twice in one case: before and after it got a password', () => {
    const place: Place = { base: 'drive', label: '', profile: null, folders: [] };
    const files = [...found.values()].map((file) => ({ ...file, id: file.name, outlookProfile: null, place }));
    const copies = [...findCopies(files)];
    const pair = ['java-libpst--dist-list.pst', 'java-libpst--passworded.pst'];
    expect(copies.map(([id, { of, kind }]) => [[id, of].toSorted(), kind])).toEqual([[pair, 'version']]);
  });
});

describe.runIf(hasCorpus)('the two damaged ones', () => {
  const MAPS_VALID_AT = 0xf8;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ferry-corpus-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('the one caught in writing has a sound header but for the byte that says so', async () => {
    const bytes = readFileSync(join(CORPUS, CAUGHT));
    expect(bytes[MAPS_VALID_AT]).toBe(0);
    bytes[MAPS_VALID_AT] = 2;
    writeFileSync(join(folder, 'mended.pst'), bytes);
    expect((await scanFor(folder)).get('mended.pst')).toMatchObject({ format: 'unicode', health: 'fine' });
  });

  it('the one made by hand has no checksum at all', () => {
    const bytes = readFileSync(join(CORPUS, HANDMADE));
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(0x20c)]).toEqual([0, 0]);
  });
});
