import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Sorry } from './sorry.mjs';

/** Large enough for the window and its dialogs. */
const SCREEN = '1600x1000x24';
/** An address family that fits every display (Xauth.h, `FamilyWild`). */
const FAMILY_WILD = 0xffff;

/**
 * A virtual screen of our own. Unlike `xvfb-run`, which dies of a signal and leaves its child behind, it lets the child
 * be signalled alone and goes last.
 * @returns {Promise<{ env: { DISPLAY: string, XAUTHORITY: string }, close: () => void }>}
 * @throws {Sorry} when Xvfb does not start
 */
export async function openDisplay() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'xvfb-'));
  const authority = path.join(folder, 'authority');
  fs.writeFileSync(authority, authorityEntry(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', authority];
  // A group of its own: Ctrl+C at the terminal must not take the screen from under the app that is still saving.
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = () => {
    child.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const number = await readDisplayNumber(child);
  if (number === null) {
    close();
    throw new Sorry('Xvfb does not start');
  }
  child.unref();
  child.stdio[3].destroy();
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, close };
}

function readDisplayNumber(child) {
  return new Promise((resolve) => {
    let text = '';
    child.on('error', () => resolve(null));
    child.on('exit', () => resolve(null));
    child.stdio[3].setEncoding('utf8').on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}

// One record of an Xauthority file: family, then address, display number, name and data, each with a length before it.
function authorityEntry(cookie) {
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), cookie];
  const parts = fields.flatMap((field) => [uint16(field.length), field]);
  return Buffer.concat([uint16(FAMILY_WILD), ...parts]);
}

function uint16(value) {
  return Buffer.from([value >> 8, value & 0xff]);
}
