#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { describeMachine, expectMeasurable } from './measure/machine.mjs';

const USAGE = `npm run bench -- scan|upload|inspect [options]

  --rounds N      runs of every client, interleaved (default 5)
  --files N       scan: files in the tree (default 1000000)
  --size-mib N    inspect: size of the PST of small mails (default 64); upload: sizes of the file, as N,N
                  (default 1024,4096; azurite 256)
  --server LIST   upload: which of plain,latency,tls,azurite (default all; 4096 MiB take 4 GiB of disk)
  --clients WORDS upload: beside ours only clients whose names have one of these words in them, as WORD,WORD
  --stores LIST   inspect: which of s1,s2,s3,s4,s5,archive,sample,corpus (default all; s4 takes 5 GiB)
  --skip-build    measure the app as it lies in out/
`;

/** Each is loaded only when it is asked for: one may need a package another does without. */
const BENCHES = {
  scan: async () => (await import('./scan/bench.mjs')).benchScan,
  upload: async () => (await import('./upload/bench.mjs')).benchUpload,
  inspect: async () => (await import('./inspect/bench.mjs')).benchInspect,
};

const DEFAULT_ROUNDS = 5;

/** Wrong usage, as every program of this project ends on it. */
const USAGE_EXIT_CODE = 64;

const options = readOptions(process.argv.slice(2));
if (options === null) {
  process.stderr.write(USAGE);
  process.exit(USAGE_EXIT_CODE);
}
// So that what a run has started ends with us, too.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
expectMeasurable();
process.stdout.write(`## ${options.name}, ${options.rounds} rounds\n\n${describeMachine()}\n`);
const bench = await BENCHES[options.name]();
const faults = await bench({ ...options, say: (text) => process.stdout.write(`\n${text}\n`) });
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;

/**
 * @typedef {object} BenchOptions
 * @property {number} rounds
 * @property {number | null} files
 * @property {number | null} sizeMib the first of `sizesMib`
 * @property {number[] | null} sizesMib
 * @property {string[] | null} servers
 * @property {string[] | null} stores
 * @property {string[] | null} clients
 * @property {boolean} isBuildSkipped
 * @property {(text: string) => void} say prints a paragraph
 */
function readOptions(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        files: { type: 'string' },
        'size-mib': { type: 'string' },
        stores: { type: 'string' },
        clients: { type: 'string' },
        server: { type: 'string' },
        'skip-build': { type: 'boolean', default: false },
      },
    });
    const [name] = positionals;
    if (positionals.length !== 1 || !Object.hasOwn(BENCHES, name)) return null;
    const [rounds, files] = [values.rounds, values.files].map(toCount);
    const sizesMib = values['size-mib']?.split(',').map(toCount) ?? null;
    return {
      name,
      rounds: rounds ?? DEFAULT_ROUNDS,
      files,
      sizeMib: sizesMib?.[0] ?? null,
      sizesMib,
      stores: values.stores?.split(',') ?? null,
      clients: values.clients?.split(',') ?? null,
      servers: values.server?.split(',') ?? null,
      isBuildSkipped: values['skip-build'],
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n`);
    return null;
  }
}

function toCount(text) {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`not a number from 1 on: ${text}`);
  return Number(text);
}
