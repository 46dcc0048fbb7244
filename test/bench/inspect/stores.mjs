import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bundleEntry } from '../bundle.mjs';
import { cachePath, ROOT } from '../places.mjs';

const SAMPLES = path.join(ROOT, 'assets', 'sample');
/** PSTs of other programs; not part of the project. */
const CORPUS = path.join(ROOT, '..', 'shared', 'corpus');
/** Room for what readpst makes of a store, as a multiple of its size: attachments become base64. */
const EXPORT_FACTOR = 1.5;
const SPARE_BYTES = 2 ** 30;

/** Shapes of stores that are hard for one reason each. `sizeMib` is about what each takes. */
const SYNTHETIC = {
  s1: {
    about: '1,000 folders of 100 items',
    sizeMib: 161,
    shape: { folders: 1_000, itemsPerFolder: 100, bodyLength: 500 },
  },
  s2: {
    about: '10,000 folders of 5 items',
    sizeMib: 56,
    shape: { folders: 10_000, itemsPerFolder: 5, bodyLength: 200 },
  },
  s3: {
    about: '20 folders of 25,000 items',
    sizeMib: 522,
    shape: { folders: 20, itemsPerFolder: 25_000, bodyLength: 200 },
  },
  s4: {
    about: '20 folders of 250 items with 1 MiB attached',
    sizeMib: 5_186,
    shape: { folders: 20, itemsPerFolder: 250, bodyLength: 500, attachmentBytes: 2 ** 20 },
  },
  s5: {
    about: 'ANSI, 500 folders of 40 items',
    sizeMib: 20,
    shape: { folders: 500, itemsPerFolder: 40, bodyLength: 500, format: 'ansi' },
  },
};
/** The names of all stores, in the order they are looked into. */
export const STORE_NAMES = [...Object.keys(SYNTHETIC), 'archive', 'sample', 'corpus'];
/** Besides the folders of its shape: the top, the search root, the deleted items. */
const STANDARD_FOLDERS = 3;

/**
 * @typedef {object} Store a PST to look into
 * @property {string} name
 * @property {string} about
 * @property {string} file
 * @property {number} sizeBytes
 * @property {number | null} items null: nobody knows how many there should be
 * @property {number | null} folders
 * @property {boolean} isSynthetic
 * @property {boolean} isMostlyAttachments
 */

/**
 * The PSTs to look into: synthetic ones, one of many small mails, our sample, the largest of the corpus if there is one.
 * What is missing is made and kept.
 * @param {{ names: string[] | null, sizeMib: number, say: (text: string) => void }} options out of `STORE_NAMES`, null for all;
 * `sizeMib` is about the size of the one of many small mails
 * @returns {Promise<Store[]>}
 */
export async function listStores({ names, sizeMib, say }) {
  const makers = {
    ...syntheticMakers(say),
    archive: () => ensureArchive(sizeMib),
    sample: findSample,
    corpus: findLargest,
  };
  const stores = [];
  for (const name of names ?? STORE_NAMES) {
    const found = await makers[name]();
    if (found !== null) stores.push({ ...UNKNOWN, name, sizeBytes: fs.statSync(found.file).size, ...found });
  }
  return stores;
}

const UNKNOWN = { items: null, folders: null, isSynthetic: false, isMostlyAttachments: false };

function syntheticMakers(say) {
  return Object.fromEntries(
    Object.entries(SYNTHETIC).map(([name, kind]) => [name, () => ensureSynthetic(name, kind, say)]),
  );
}

async function ensureSynthetic(name, { about, sizeMib, shape }, say) {
  const file = cachePath(`synthetic-${name}.pst`);
  const factor = EXPORT_FACTOR + (fs.existsSync(`${file}.json`) ? 0 : 1);
  if (!hasRoom(factor * sizeMib * 2 ** 20)) {
    say(`${name} is left out: the disk has no room for its ${sizeMib} MiB and what is exported of it.`);
    return null;
  }
  const made = await ensureMade(file, 'test/bench/inspect/make-synthetic.ts', JSON.stringify(shape));
  const isMostlyAttachments = shape.attachmentBytes !== undefined;
  return { file, about, ...made, folders: shape.folders + STANDARD_FOLDERS, isSynthetic: true, isMostlyAttachments };
}

function hasRoom(sizeBytes) {
  const { bavail, bsize } = fs.statfsSync(path.dirname(cachePath('synthetic')));
  return bavail * bsize > sizeBytes + SPARE_BYTES;
}

async function ensureArchive(sizeMib) {
  const file = cachePath(`archive-${sizeMib}.pst`);
  const made = await ensureMade(file, 'test/bench/inspect/make-archive.ts', String(sizeMib));
  return { file, about: 'folders of 100 items with 24 KiB attached', ...made, isMostlyAttachments: true };
}

async function ensureMade(file, entry, shape) {
  const record = `${file}.json`;
  // Written last: a file without a record was left half written.
  if (!fs.existsSync(record)) {
    process.stderr.write(`writing ${path.basename(file)}…\n`);
    fs.writeFileSync(record, execFileSync(process.execPath, [await bundleEntry(entry), file, shape]));
  }
  return JSON.parse(fs.readFileSync(record, 'utf8'));
}

function findSample() {
  const [file] = listPsts(SAMPLES);
  return file === undefined ? null : { file, about: path.basename(file) };
}

function findLargest() {
  const file = fs.existsSync(CORPUS) ? listPsts(CORPUS).filter(isUnicode).sort(bySize).at(-1) : undefined;
  return file === undefined ? null : { file, about: path.basename(file) };
}

function listPsts(folder) {
  const names = fs.readdirSync(folder).filter((name) => /\.pst$/i.test(name));
  return names.sort().map((name) => path.join(folder, name));
}

// dwMagic, wMagicClient and a wVer of 23 ([MS-PST] 2.2.2.6): a Unicode PST, neither an OST nor an ANSI file.
function isUnicode(file) {
  const head = Buffer.alloc(12);
  const handle = fs.openSync(file, 'r');
  fs.readSync(handle, head);
  fs.closeSync(handle);
  const magic = head.toString('latin1', 0, 4) + head.toString('latin1', 8, 10);
  return magic === '!BDNSM' && head.readUInt16LE(10) === 23;
}

function bySize(a, b) {
  return fs.statSync(a).size - fs.statSync(b).size;
}
