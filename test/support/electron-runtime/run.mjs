import { spawn } from 'node:child_process';
import os from 'node:os';
import { openDisplay } from './display.mjs';
import { needsDisplay } from './find.mjs';
import { Sorry } from './sorry.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** npm passes a signal on that the terminal has already sent to everyone; a second one this soon is an echo. */
const ECHO_MS = 1000;

/**
 * Runs a command to its end, with a screen, and gives what a shell would give as its exit code. Signals sent to us
 * reach the command, and reach it once: Chromium takes a second one as an order to die without saving.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @throws {Sorry} when the command cannot be started
 * @returns {Promise<number>}
 */
export async function runToEnd([executable, ...args], env) {
  const display = needsDisplay() ? await openDisplay() : null;
  try {
    const child = spawn(executable, args, { stdio: 'inherit', env: { ...env, ...display?.env }, detached: true });
    const stopForwarding = forwardSignals(child);
    try {
      return await waitForEnd(child);
    } finally {
      stopForwarding();
    }
  } finally {
    display?.close();
  }
}

function waitForEnd(child) {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Sorry(`${child.spawnfile}: ${error.message}`)));
    child.on('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  });
}

function forwardSignals(child) {
  const lastMs = new Map();
  const forward = (signal) => {
    if (performance.now() - (lastMs.get(signal) ?? -ECHO_MS) < ECHO_MS) return;
    lastMs.set(signal, performance.now());
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}
