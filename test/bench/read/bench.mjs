import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEntry } from '../bundle.mjs';
import { findVersion, packageVersion } from '../measure/machine.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { formatStolen, formatTable, listOurFaults } from '../measure/table.mjs';
import { builtCli, cachePath } from '../places.mjs';
import { listReadSamples } from './files.mjs';

const DEFAULT_SIZE_MIB = 64;
/** What only the walkers tell: time without the start of the process, and what they read. */
const EXTRAS = [
  { title: 'inside ms', digits: 0 },
  { title: 'reads', digits: 0 },
  { title: 'read MiB', digits: 1 },
];

/**
 * Looking into a PST: its folders and how many items each holds.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong
 */
export async function benchRead({ rounds, sizeMib, isBuildSkipped, say }) {
  const cli = await builtCli({ isBuildSkipped });
  const reader = await bundleEntry('test/bench/read/walk-ours.ts');
  const samples = await listReadSamples(sizeMib ?? DEFAULT_SIZE_MIB);
  const faults = [];
  say(`Ours and pst-extractor give the folder tree with counts (ours leaves out search folders and what Outlook does not
show); pffinfo reads the file's head and its own store only; readpst exports every item. Warm cache.`);
  for (const sample of samples) {
    const series = await runRounds(listClients({ cli, reader, sample, say }), rounds, withEmptyExport);
    say(`### ${path.basename(sample.file)}, ${(fs.statSync(sample.file).size / 2 ** 20).toFixed(1)} MiB`);
    say(formatTable(series, EXTRAS));
    say(formatStolen(series));
    faults.push(...listOurFaults(series));
  }
  fs.rmSync(exportFolder(), { recursive: true, force: true });
  return faults;
}

function listClients({ cli, reader, sample, say }) {
  const walk = fileURLToPath(new URL('walk-extractor.mjs', import.meta.url));
  const empty = { name: 'node, empty script', command: [process.execPath, '-e', '0'], check: checkExit('') };
  return [
    {
      name: 'pst-ferry inspect --json',
      isOurs: true,
      command: [...cli, 'inspect', sample.file, '--json'],
      check: (run) => checkOurs(run, sample),
    },
    {
      name: 'our reader alone, tree, counts and sizes',
      isOurs: true,
      command: [process.execPath, reader, sample.file],
      check: (run) => checkWalk(run, sample.items),
    },
    {
      name: `pst-extractor ${packageVersion('pst-extractor')}, tree and counts`,
      command: [process.execPath, walk, sample.file],
      check: (run) => checkWalk(run),
    },
    ...installed('pffinfo', 'pff-tools', say, {
      command: ['pffinfo', sample.file],
      check: checkExit('no counts'),
    }),
    ...installed('readpst', 'pst-utils', say, {
      // One job: with several, some runs leave a few items out.
      command: ['readpst', '-j', '0', '-q', '-e', '-t', 'eajc', '-o', exportFolder(), sample.file],
      check: checkExport,
    }),
    empty,
  ];
}

function installed(program, debianPackage, say, client) {
  const version = findVersion(program, '-V');
  if (version !== null) return [{ name: version.replace(/^ReadPST \/ /, 'readpst, '), ...client }];
  say(`${program} is not installed (Debian package: ${debianPackage}), so its row is missing.`);
  return [];
}

async function withEmptyExport(client, measured) {
  fs.rmSync(exportFolder(), { recursive: true, force: true });
  fs.mkdirSync(exportFolder(), { recursive: true });
  const run = await measured();
  const { extra, ...result } = client.check(run);
  return { run, result, extra };
}

function exportFolder() {
  return cachePath('export');
}

function checkOurs({ code, stdout, stderr }, { items: expected }) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${(stdout + stderr).trim().slice(-200)}` };
  const { items, folders } = JSON.parse(stdout);
  const isRight = expected === null || items === expected;
  return { isRight, says: `${folders.length} folders, ${items} items${isRight ? '' : `, not ${expected}`}` };
}

/** A walker of ours prints its counts and how long it took inside the process; pst-extractor's tells no reads. */
function checkWalk({ code, stdout, stderr }, expected = null) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${stderr.trim().slice(0, 100)}` };
  const { items, folders, readingMs, reads, readBytes = Number.NaN } = JSON.parse(stdout);
  const isRight = expected === null || items === expected;
  const says = `${folders} folders, ${items} items${isRight ? '' : `, not ${expected}`}`;
  return { isRight, says, extra: { 'inside ms': readingMs, reads, 'read MiB': readBytes / 2 ** 20 } };
}

function checkExport({ code }) {
  const entries = fs.readdirSync(exportFolder(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  return { isRight: code === 0, says: `${code === 0 ? '' : `exit ${code}, `}${files} files written` };
}

function checkExit(says) {
  return ({ code }) => ({ isRight: code === 0, says: code === 0 ? says : `exit ${code}` });
}
