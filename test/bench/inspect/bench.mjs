import { bundleEntry } from '../bundle.mjs';
import { runRounds } from '../measure/rounds.mjs';
import { formatStolen, formatTable, listOurFaults } from '../measure/table.mjs';
import { builtCli } from '../places.mjs';
import { removeExport, withEmptyExport } from './checks.mjs';
import { listClients } from './clients.mjs';
import { formatGoals, listGoals } from './goals.mjs';
import { listStores, STORE_NAMES } from './stores.mjs';

const DEFAULT_SIZE_MIB = 64;
/** `inside ms` is the time without the start of the process, which only the walkers tell; theirs are the reads in it, too. */
const EXTRAS = [
  { title: 'inside ms', digits: 1, isCompared: true },
  { title: 'reads', digits: 0 },
  { title: 'read MiB', digits: 1 },
];

/**
 * Looking into a PST: its folders, how many items each holds, and what they are.
 * @param {import('../cli.mjs').BenchOptions} options
 * @returns {Promise<string[]>} what ours did wrong, or what was wrongly asked for
 */
export async function benchInspect({ rounds, sizeMib, stores: names, isBuildSkipped, say }) {
  const unknown = names?.filter((name) => !STORE_NAMES.includes(name)) ?? [];
  if (unknown.length > 0) return [`no such store: ${unknown.join(', ')} (there are ${STORE_NAMES.join(', ')})`];
  const stores = await listStores({ names, sizeMib: sizeMib ?? DEFAULT_SIZE_MIB, say });
  const cli = await builtCli({ isBuildSkipped });
  const reader = await bundleEntry('test/bench/inspect/walk-ours.ts');
  say(`The walkers give the folder tree with counts, once as the folders state them (declared), once by the rows of each
folder's table. Ours leaves out search folders. pffinfo reads the file's head and walks its indexes; lspst lists every
item; readpst exports every item. Each is compared with the row of ours that does the like. Warm cache.`);
  const faults = [];
  const goals = [];
  for (const store of stores) {
    const series = await runRounds(listClients({ cli, reader, store, say }), rounds, withEmptyExport);
    say(`### ${store.name}: ${store.about}, ${(store.sizeBytes / 2 ** 20).toFixed(1)} MiB`);
    say(formatTable(series, EXTRAS));
    say(formatStolen(series));
    faults.push(...listOurFaults(series));
    goals.push({ name: store.name, goals: listGoals(series, store) });
  }
  removeExport();
  say(`### Goals\n\n${formatGoals(goals)}`);
  return faults;
}
