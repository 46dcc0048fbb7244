#!/usr/bin/env node
// Finds or prepares an Electron to run. Usage:
//   cli.mjs                 one line on stdout: which one is used
//   cli.mjs --json          { source, version, dist, executable, args }
//   cli.mjs start [ARG…]    builds the app if need be and runs Electron with these arguments
//   cli.mjs run [ARG…]      runs Electron with these arguments, building nothing
//   cli.mjs exec CMD [ARG…] runs a command that needs Electron and a screen
import { BuildFailed, ensureBuilt } from '../build/ensure.mjs';
import { findRuntime } from './find.mjs';
import { runToEnd } from './run.mjs';
import { Sorry, say } from './sorry.mjs';

const NAMES = {
  official: (version) => `Electron ${version} (official)`,
  override: (version) => `Electron ${version} from ELECTRON_OVERRIDE_DIST_PATH`,
  substitute: (version) => `Electron ${version} (substitute out of the npm registry, not the declared version)`,
};

async function main([command, ...rest]) {
  if (command === undefined) return print(nameOf(await findRuntime()));
  if (command === '--json') return print(JSON.stringify(await findRuntime()));
  if (command === 'start') return start(rest);
  if (command === 'run') return run(rest);
  if (command === 'exec' && rest.length > 0) return exec(rest);
  throw new Sorry(`unknown command: ${[command, ...rest].join(' ')}`);
}

async function start(args) {
  await ensureBuilt();
  return run(args);
}

async function run(args) {
  const runtime = await findRuntime();
  say(nameOf(runtime));
  return runToEnd([runtime.executable, ...runtime.args, ...args], process.env);
}

async function exec(command) {
  const runtime = await findRuntime();
  say(nameOf(runtime));
  const isOfficial = runtime.source === 'official';
  return runToEnd(command, isOfficial ? process.env : { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist });
}

function nameOf({ source, version }) {
  return NAMES[source](version);
}

function print(line) {
  process.stdout.write(`${line}\n`);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const isExpected = error instanceof Sorry || error instanceof BuildFailed;
    process.stderr.write(`${isExpected ? `electron-runtime: ${error.message}` : error.stack}\n`);
    process.exitCode = 1;
  },
);
