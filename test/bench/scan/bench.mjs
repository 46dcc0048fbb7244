import { findVersion } from '../measure/machine.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { runCommand } from '../measure/run-command.mjs';
import { formatStolen, formatTable, listOurFaults } from '../measure/table.mjs';
import { builtCli } from '../places.mjs';
import { ensureTree } from './tree.mjs';

const DEFAULT_FILES = 100_000;

/**
 * Finding PSTs by name in a large tree.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong
 */
export async function benchScan({ rounds, files, isBuildSkipped, say }) {
  const cli = await builtCli({ isBuildSkipped });
  const tree = ensureTree(files ?? DEFAULT_FILES);
  const clients = listClients(cli, tree, say);
  // One walk nobody counts: afterwards the folders are in memory for all.
  await runCommand(['find', tree.root, '-name', 'nothing']);
  const series = await runRounds(clients, rounds);
  say(`${tree.files} files in ${tree.folders} folders, ${tree.psts.length} named as PSTs, warm cache. Ours also reads the
head of each hit and gives its size, time and health; the others give names.`);
  say(formatTable(series));
  say(formatStolen(series));
  return listOurFaults(series);
}

function listClients(cli, tree, say) {
  const ours = { name: 'pst-ferry scan --json', isOurs: true, command: [...cli, 'scan', tree.root, '--json'] };
  const find = {
    name: findVersion('find', '--version'),
    command: ['find', tree.root, '-type', 'f', '-iname', '*.pst'],
  };
  const clients = [
    { ...ours, check: (run) => checkHits(run, oursHits(run), tree) },
    { ...find, check: (run) => checkHits(run, linesOf(run), tree) },
    { name: 'node, empty script', command: [process.execPath, '-e', '0'], check: checkNothing },
  ];
  const fdVersion = findVersion('fdfind', '--version');
  if (fdVersion === null) say('fd is not installed (Debian package: fd-find), so its row is missing.');
  else clients.splice(2, 0, fdClient(fdVersion, tree));
  return clients;
}

/** `-u` as the others do: hidden and git-ignored files count. */
function fdClient(version, tree) {
  const command = ['fdfind', '-j8', '-u', '-i', '-t', 'f', '-e', 'pst', '.', tree.root];
  return { name: `${version} -j8`, command, check: (run) => checkHits(run, linesOf(run), tree) };
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
