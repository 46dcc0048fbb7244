import { runCommand } from './run-command.mjs';

/**
 * @typedef {object} Client one program in a comparison
 * @property {string} name
 * @property {boolean} [isOurs]
 * @property {string} [against] name of the client of ours it is compared with; the first one where left out
 * @property {string[]} command
 * @property {number} [limitSeconds] a run that takes longer is stopped, and the client then takes no further turn
 * @property {(run: import('./run-command.mjs').Run) => Result | Promise<Result>} check looks at what it did
 */

/** @typedef {{ isRight: boolean, says: string }} Result */
/** @typedef {import('./run-command.mjs').Run & { result: Result, extra: Record<string, number> }} Sample */

/**
 * @typedef {(client: Client, measured: (env?: Record<string, string>) => Promise<import('./run-command.mjs').Run>) =>
 *   Promise<{ run: import('./run-command.mjs').Run, result: Result, extra?: Record<string, number> }>} Stage
 */

/**
 * Runs all clients one after the other, then all again, so that a machine that slows down or is shared hits all alike.
 * @param {Client[]} clients
 * @param {number} rounds
 * @param {Stage} [stage] what surrounds a run without being measured
 * @returns {Promise<{ client: Client, samples: Sample[] }[]>}
 */
export async function runRounds(clients, rounds, stage = plainStage) {
  const series = clients.map((client) => ({ client: withLimit(client), samples: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { client, samples } of series) {
      if (samples.at(-1)?.isStopped) continue;
      process.stderr.write(`round ${round} of ${rounds}: ${client.name}\n`);
      const {
        run,
        result,
        extra = {},
      } = await stage(client, (env) => runCommand(client.command, { env, limitSeconds: client.limitSeconds }));
      samples.push({ ...run, result, extra });
    }
  }
  return series;
}

/** What was stopped is not looked at: it left its work half done. */
function withLimit(client) {
  const stopped = { isRight: true, says: `stopped after ${client.limitSeconds} s` };
  return { ...client, check: (run) => (run.isStopped ? stopped : client.check(run)) };
}

/** A run that needs nothing around it. */
async function plainStage(client, measured) {
  const run = await measured();
  return { run, result: await client.check(run) };
}
