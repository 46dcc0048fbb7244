import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bundleEntry } from '../bundle.mjs';
import { cachePath, ROOT } from '../places.mjs';

const SAMPLES = path.join(ROOT, 'assets', 'sample');
/** PSTs of other programs; not part of the project. */
const CORPUS = path.join(ROOT, '..', 'shared', 'corpus');

/** @typedef {{ file: string, items: number | null }} ReadSample `items` null: nobody knows how many there should be */

/**
 * The PSTs to read: our sample, the largest of the corpus if there is one, and a generated one.
 * @param {number} sizeMib about the size of the generated one
 * @returns {Promise<ReadSample[]>}
 */
export async function listReadSamples(sizeMib) {
  const samples = listPsts(SAMPLES).map((file) => ({ file, items: null }));
  const largest = fs.existsSync(CORPUS) ? listPsts(CORPUS).filter(isUnicode).sort(bySize).at(-1) : undefined;
  if (largest !== undefined) samples.push({ file: largest, items: null });
  return [...samples, await ensureArchive(sizeMib)];
}

async function ensureArchive(sizeMib) {
  const file = cachePath(`archive-${sizeMib}.pst`);
  const record = `${file}.json`;
  // Written last: a file without a record was left half written.
  if (!fs.existsSync(record)) {
    process.stderr.write(`writing a PST of ${sizeMib} MiB…\n`);
    const program = await bundleEntry('test/bench/read/make-archive.ts');
    fs.writeFileSync(record, execFileSync(process.execPath, [program, file, String(sizeMib)]));
  }
  return { file, ...JSON.parse(fs.readFileSync(record, 'utf8')) };
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
