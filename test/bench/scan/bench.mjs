import fs from 'node:fs';
import path from 'node:path';
import { findVersion, packageVersion } from '../measure/machine.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { runCommand } from '../measure/run-command.mjs';
import { formatStolen, formatTable, listOurFaults, median } from '../measure/table.mjs';
import { builtCli } from '../places.mjs';
import { ensureTree } from './tree.mjs';

const DEFAULT_FILES = 1_000_000;
/** Row of the worker process without the command line around it. */
const WORKER = 'pst-ferry worker-scan alone';
/** The same with what the run before kept of the folders, as the window does it. */
const RESCAN = 'pst-ferry worker-scan, a rescan';
const DROP_CACHES = '/proc/sys/vm/drop_caches';

/**
 * Finding PSTs by name in a large tree.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong
 */
export async function benchScan({ rounds, files, isBuildSkipped, say }) {
  const cli = await builtCli({ isBuildSkipped });
  const tree = ensureTree(files ?? DEFAULT_FILES);
  const clients = listClients(cli, tree, say);
  say(`${tree.files} files in ${tree.folders} folders, ${tree.psts.length} named as PSTs. Ours also reads the head of each hit
and gives its size, time and health; the others give names.`);
  // One walk nobody counts: afterwards the folders are in memory for all, and kept for the rescan.
  await runCommand(clients.find(({ name }) => name === RESCAN).command);
  const warm = await compare('Warm cache', await runRounds(clients, rounds), say);
  if (!canDropCaches()) {
    say('No cold runs: only root may empty the caches of the system.');
    return warm;
  }
  return [...warm, ...(await compare('Cold cache', await runRounds(clients, rounds, coldStage), say))];
}

function compare(title, series, say) {
  say(`### ${title}`);
  say(formatTable(series));
  say(formatWorkerTime(series));
  say(formatStolen(series));
  return listOurFaults(series);
}

/** The walk itself, without the start of the command line and of its worker. */
function formatWorkerTime(series) {
  const samplesOf = (name) => series.find(({ client }) => client.name === name).samples;
  const seconds = samplesOf(WORKER).map((run) => JSON.parse(linesOf(run).at(-1)).workerSeconds);
  const find = series.find(({ client }) => client.isReference).samples.map(({ wallSeconds }) => wallSeconds);
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map((each) => each.toFixed(2));
  const ratio = (median(seconds) / median(find)).toFixed(2);
  return `Worker time of ours, from its readiness to its end: ${median(seconds).toFixed(2)} s (${least}–${most}), ${ratio} × find.`;
}

function canDropCaches() {
  try {
    fs.accessSync(DROP_CACHES, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function coldStage(client, measured) {
  // Only clean pages can be dropped.
  await runCommand(['sync']);
  fs.writeFileSync(DROP_CACHES, '3');
  const run = await measured();
  return { run, result: await client.check(run) };
}

function listClients(cli, tree, say) {
  const ours = { name: 'pst-ferry scan --json', isOurs: true, command: [...cli, 'scan', tree.root, '--json'] };
  const find = {
    name: findVersion('find', '--version'),
    isReference: true,
    command: ['find', tree.root, '-type', 'f', '-iname', '*.pst'],
  };
  const clients = [
    { ...ours, check: (run) => checkHits(run, oursHits(run), tree) },
    workerClient(cli, tree, { name: WORKER, memory: [] }),
    workerClient(cli, tree, { name: RESCAN, memory: [`${tree.root}.folders`] }),
    { ...find, check: (run) => checkHits(run, linesOf(run), tree) },
    fdirClient(tree),
    { name: 'node, empty script', command: [process.execPath, '-e', '0'], check: checkNothing },
  ];
  const fdVersion = findVersion('fdfind', '--version');
  if (fdVersion === null) say('fd is not installed (Debian package: fd-find), so its row is missing.');
  else clients.splice(4, 0, fdClient(fdVersion, tree));
  return clients;
}

/** `-u` as the others do: hidden and git-ignored files count. */
function fdClient(version, tree) {
  const command = ['fdfind', '-j8', '-u', '-i', '-t', 'f', '-e', 'pst', '.', tree.root];
  return { name: `${version} -j8`, command, check: (run) => checkHits(run, linesOf(run), tree) };
}

/** The worker's bundle lies beside that of the command line. */
function workerClient(cli, tree, { name, memory }) {
  const worker = path.join(path.dirname(cli.at(-1)), 'worker-scan.js');
  const command = [process.execPath, path.join(import.meta.dirname, 'walk-worker.mjs'), worker, tree.root, ...memory];
  return { name, command, check: (run) => checkHits(run, linesOf(run).slice(0, -1), tree) };
}

function fdirClient(tree) {
  const command = [process.execPath, path.join(import.meta.dirname, 'walk-fdir.mjs'), tree.root];
  const check = (run) => checkHits(run, linesOf(run), tree);
  return { name: `fdir ${packageVersion('fdir')}`, command, check };
}

function oursHits(run) {
  const lines = linesOf(run).map((line) => JSON.parse(line));
  return lines.flatMap((line) => (line.kind === 'candidate' ? [line.path] : []));
}

function linesOf({ stdout }) {
  return stdout.split('\n').filter((line) => line !== '');
}

function checkHits({ code, stderr }, hits, { psts }) {
  if (code !== 0) return { isRight: false, says: `exit ${code}: ${stderr.trim().slice(-200)}` };
  const expected = new Set(psts);
  const right = new Set(hits.filter((hit) => expected.has(hit))).size;
  const isRight = right === expected.size && hits.length === right;
  return { isRight, says: `${right} of ${expected.size} hits, ${hits.length - right} too many` };
}

function checkNothing({ code }) {
  return { isRight: code === 0, says: 'what starting Node costs' };
}
