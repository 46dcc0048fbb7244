/**
 * Runs a program in a utility process of Electron, as the app runs its workers: `electron electron-app.mjs PROGRAM [ARG…]`.
 * Its output is ours, and so is its end.
 */
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, utilityProcess } from 'electron';

const LAST_WORDS_MS = 300;

const [program, ...options] = process.argv.slice(process.argv.indexOf(import.meta.filename) + 1);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-electron-'));
app.setPath('userData', folder);
app.disableHardwareAcceleration();
// Awaiting it here would wait for ever: the app is not ready before its entry has been loaded.
app.whenReady().then(async () => {
  const child = utilityProcess.fork(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'exit');
  // What it said last may come after word of its end; nothing tells that all has come.
  await sleep(LAST_WORDS_MS);
  fs.rmSync(folder, { recursive: true, force: true });
  process.stdout.write(output, () => app.exit(code));
});
