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
    say(formatTable(series));
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
      check: (run) => checkReader(run, sample),
    },
    {
      name: `pst-extractor ${packageVersion('pst-extractor')}, tree and counts`,
      command: [process.execPath, walk, sample.file],
      check: checkWalk,
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
  return { run, result: client.check(run) };
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

function checkReader({ code, stdout, stderr }, { items: expected }) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${stderr.trim().slice(0, 100)}` };
  const { items, folders, reads, readBytes, readingMs } = JSON.parse(stdout);
  const isRight = expected === null || items === expected;
  const read = `${readingMs} ms, ${reads} reads, ${(readBytes / 2 ** 20).toFixed(1)} MiB`;
  return { isRight, says: `${folders} folders, ${items} items${isRight ? '' : `, not ${expected}`} (${read})` };
}

function checkWalk({ code, stdout, stderr }) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${stderr.trim().slice(0, 100)}` };
  const { folders, items, readingMs } = JSON.parse(stdout);
  return { isRight: true, says: `${folders} folders, ${items} items (${readingMs} ms)` };
}

function checkExport({ code }) {
  const entries = fs.readdirSync(exportFolder(), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  return { isRight: code === 0, says: `${code === 0 ? '' : `exit ${code}, `}${files} files written` };
}

function checkExit(says) {
  return ({ code }) => ({ isRight: code === 0, says: code === 0 ? says : `exit ${code}` });
}
