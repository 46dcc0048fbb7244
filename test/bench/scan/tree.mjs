import fs from 'node:fs';
import path from 'node:path';
import { cachePath } from '../places.mjs';

/** Part of the tree's name: another recipe makes another tree. */
const RECIPE = 2;
const SEED = 1;
const FILES_PER_FOLDER = 12.5;
const PST_COUNT = 300;
/** A few folders are very full, as caches and photo folders are. */
const FULL_FOLDERS = 10;
const FULL_SHARE = 0.1;
/** A new folder goes below one of the latest half of the time, which makes some paths deep. */
const LATEST = 400;

const WORDS =
  'Projects Archive Reports 2019 2020 2021 Finance Personal AppData Local Roaming Microsoft Cache Code node_modules src images Backup old Mail Scans temp Kunden Übersicht データ'.split(
    ' ',
  );
// Names that only look like a PST's are among them.
const EXTENSIONS = 'txt docx xlsx pdf jpg png js json dll exe tmp log html css ost eml msg zip pst.bak pst_'.split(' ');
const PST_EXTENSIONS = ['pst', 'pst', 'pst', 'PST', 'Pst'];

/**
 * A folder tree that is the same each time: `files` files, 300 of them named as PSTs, two folders that are named so as well.
 * Made on the first call (minutes for a million files), kept for the next.
 * @param {number} files
 * @returns {{ root: string, folders: number, files: number, psts: string[] }} `psts` are absolute paths
 */
export function ensureTree(files) {
  const root = cachePath(`tree-${RECIPE}-${files}`);
  const record = `${root}.json`;
  // Written last: a tree without a record was left half made.
  if (!fs.existsSync(record)) {
    process.stderr.write(`making a tree of ${files} files…\n`);
    fs.rmSync(root, { recursive: true, force: true });
    fs.writeFileSync(record, JSON.stringify(makeTree(root, files)));
  }
  const { folders, psts } = JSON.parse(fs.readFileSync(record, 'utf8'));
  return { root, folders, files, psts: psts.map((name) => path.join(root, name)) };
}

function makeTree(root, files) {
  const random = createRandom(SEED);
  const folders = makeFolders(root, Math.max(FULL_FOLDERS, Math.round(files / FILES_PER_FOLDER)), random);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const full = Array.from({ length: FULL_FOLDERS }, () => pick(folders));
  for (let made = 0; made < files - PST_COUNT; made++) {
    const folder = random() < FULL_SHARE ? pick(full) : pick(folders);
    const name = `${pick(WORDS).toLowerCase()}-${made.toString(36)}.${pick(EXTENSIONS)}`;
    fs.closeSync(fs.openSync(path.join(folder, name), 'w'));
  }
  for (const name of ['not-a-file.pst', 'NOT-A-FILE.PST']) fs.mkdirSync(path.join(pick(folders), name));
  const psts = Array.from({ length: PST_COUNT }, (_, index) => {
    const file = path.join(pick(folders), `mail ${index}.${pick(PST_EXTENSIONS)}`);
    fs.writeFileSync(file, pstContent(index));
    return path.relative(root, file);
  });
  return { folders: folders.length + 2, psts };
}

function makeFolders(root, count, random) {
  fs.mkdirSync(root);
  const folders = [root];
  while (folders.length < count) {
    const reach = random() < 0.5 ? Math.min(folders.length, LATEST) : folders.length;
    const parent = folders[folders.length - 1 - Math.floor(random() * reach)];
    const folder = path.join(parent, `${WORDS[Math.floor(random() * WORDS.length)]}_${folders.length.toString(36)}`);
    fs.mkdirSync(folder);
    folders.push(folder);
  }
  return folders;
}

/** A header and nothing behind it, nothing at all, or something else: whatever is in it, the name is found. */
function pstContent(index) {
  if (index % 3 === 1) return Buffer.alloc(0);
  if (index % 3 === 2) return Buffer.from('not a mail store\n');
  // dwMagic, wMagicClient and wVer of [MS-PST] 2.2.2.6.
  const header = Buffer.alloc(564);
  header.write('!BDN', 0, 'latin1');
  header.write('SM', 8, 'latin1');
  header.writeUInt16LE(23, 10);
  return header;
}

/** Numbers from 0 up to 1, the same for the same seed. @see mulberry32, a public-domain generator */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
