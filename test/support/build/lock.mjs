import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a waiter pauses between two looks at the lock, milliseconds. */
const POLL_MS = 100;
/** A lock older than this belongs to nobody, even when its process id is in use again. Builds take a minute at most. */
const ABANDONED_AFTER_MS = 30 * 60_000;

/**
 * Runs `work` while no other process of this PC runs work under the same file. A lock whose owner died is taken over.
 * @template T
 * @param {string} file where the lock lies while it is held; its folder is made
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` gives
 */
export async function withLock(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  while (!takeLock(file)) {
    if (!removeAbandoned(file)) await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

// A link appears with its content already in it, so nobody ever reads a lock that does not yet name its owner.
function takeLock(file) {
  const own = `${file}.${randomUUID()}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(own);
  }
}

// Moved aside first and looked at again there: between look and removal another waiter may have put its own lock here.
function removeAbandoned(file) {
  if (!isAbandoned(file)) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
    if (!isAbandoned(aside)) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  fs.rmSync(aside, { force: true });
  return true;
}

function isAbandoned(file) {
  try {
    const age = Date.now() - fs.statSync(file).mtimeMs;
    return age > ABANDONED_AFTER_MS || !isAlive(Number(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
