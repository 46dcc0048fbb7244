import fs from 'node:fs';
import path from 'node:path';
import { bundleEntry } from '../bundle.mjs';
import { formatGoals } from '../inspect/goals.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { formatStolen, formatTable, listOurFaults } from '../measure/table.mjs';
import { benchAfterKill } from './after-kill.mjs';
import { BLOB_NAME, clientEnvironment, judge, listClients, OURS } from './clients.mjs';
import { findElectron } from './electron.mjs';
import { listGoals, listKillGoals } from './goals.mjs';
import { findAzcopy, findRclone } from './peers.mjs';
import { ensureRandomFile } from './random-file.mjs';
import { clearScratch } from './scratch.mjs';
import { listServers, SERVER_NAMES } from './servers.mjs';
import { BLOCK_BYTES, CONCURRENCY } from './target.mjs';

const KILL_SIZE_MIB = 1024;
const EXTRAS = [
  { title: 'inside s', digits: 2 },
  { title: 'CPU s/GiB', digits: 2 },
  { title: 'longest stall ms', digits: 0 },
  { title: 'MiB sent', digits: 1 },
  { title: 'server CPU s/GiB', digits: 2 },
];
const BLOCK_MIB = BLOCK_BYTES / 2 ** 20;

/**
 * Bringing one file into a blob store.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong, or what was wrongly asked for
 */
export async function benchUpload({ rounds, sizesMib, servers: names, clients, say }) {
  const unknown = names?.filter((name) => !SERVER_NAMES.includes(name)) ?? [];
  if (unknown.length > 0) return [`no such server: ${unknown.join(', ')} (there are ${SERVER_NAMES.join(', ')})`];
  const programs = {
    ours: await bundleOurs(),
    electron: await findElectron(say),
    azcopy: findAzcopy(say),
    rclone: findRclone(say),
  };
  const servers = listServers({ names, say });
  say(`Every client sends the same random bytes in blocks of ${BLOCK_MIB} MiB over loopback, the SDK and rclone \
${CONCURRENCY} at once, to a server started anew for each run. Ours keeps its journal in every run, written to disk as the \
app does; what is not hashed goes under made-up names of blocks and without their MD5, and is compared with clients that \
hash nothing. The sink throws the bytes away and costs little, so the client's own limit shows; Azurite itself is the \
bottleneck and reads the blob back: believe its table for what was sent, not for wall time.`);
  const found = { faults: [], goals: [] };
  for (const server of servers) {
    for (const sizeMib of sizesMib ?? server.sizesMib) {
      await compare({ server, sizeMib, programs, words: clients, rounds, say }, found);
    }
  }
  const sink = servers.find(({ name }) => name === 'plain');
  if (sink && clients === null) await killHalfway({ server: sink, programs, rounds, sizesMib, say }, found);
  if (found.goals.length > 0) say(`### Goals\n\n${formatGoals(found.goals)}`);
  return found.faults;
}

/** Our program, and beside it that of its hashing threads, by the name the app knows. */
async function bundleOurs() {
  const program = await bundleEntry('test/bench/upload/ours.ts');
  fs.copyFileSync(await bundleEntry('main/workers/hash-thread.ts'), path.join(path.dirname(program), 'thread-hash.js'));
  return program;
}

async function compare({ server, sizeMib, programs, words, rounds, say }, found) {
  const sample = ensureRandomFile(sizeMib);
  const stage = (client, measured) => besideServer(client, measured, { server, sample });
  // Ours are what the others are compared with.
  const isWanted = ({ key, name }) => words === null || key in OURS || words.some((word) => name.includes(word));
  const clients = listClients(programs, sample, server).filter(isWanted);
  const series = await runRounds(clients, rounds, stage);
  say(`### ${sizeMib} MiB to ${server.about}`);
  say(formatTable(series, EXTRAS));
  say(formatStolen(series));
  found.faults.push(...listOurFaults(series));
  if (server.isSink) found.goals.push({ name: `${server.name} ${sizeMib}`, goals: listGoals(series, server, sizeMib) });
}

async function killHalfway({ server, programs, rounds, sizesMib, say }, found) {
  const sizeMib = Math.min(...(sizesMib ?? [KILL_SIZE_MIB]));
  const sample = ensureRandomFile(sizeMib);
  const { table, series } = await benchAfterKill({ server, sample, programs, rounds });
  say(`### ${sizeMib} MiB to ${server.about}, killed when half of it had arrived, and run again

The numbers are the second run's; *before* is what had arrived of the first, *beyond the rest* what both sent beyond one
whole file. What was on its way when the first was killed has to be sent again by anyone.`);
  say(table);
  found.faults.push(...listOurFaults(series));
  found.goals.push({ name: `kill ${sizeMib}`, goals: listKillGoals(series) });
}

/** A new server each time: what earlier blobs cost its memory must not fall on the next client. */
async function besideServer(client, measured, { server, sample }) {
  const running = await server.start();
  try {
    const before = await running.usage();
    clearScratch();
    const run = await measured({ ...clientEnvironment(server, running.address(BLOB_NAME)), ...client.env });
    const after = await running.usage();
    const gib = sample.sizeBytes / 2 ** 30;
    const extra = {
      'CPU s/GiB': run.cpuSeconds / gib,
      ...insideOf(client, run),
      'MiB sent': (after.receivedBytes - before.receivedBytes) / 2 ** 20,
      'server CPU s/GiB': (after.cpuSeconds - before.cpuSeconds) / gib,
    };
    return { run, result: await judge(client, run, () => running.check(BLOB_NAME, sample)), extra };
  } finally {
    await running.stop();
  }
}

/** Our programs tell what only the process itself can know. */
function insideOf({ isNode }, { code, stdout }) {
  if (!isNode || code !== 0 || stdout === '') return {};
  const { insideSeconds, longestStallMs } = JSON.parse(stdout);
  return { 'inside s': insideSeconds, 'longest stall ms': longestStallMs };
}
