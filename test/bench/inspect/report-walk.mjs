import fs from 'node:fs';

/**
 * Walks through a PST and prints what was found, how long it took inside the process and what it read, as JSON.
 * @param {() => { folders: number, items: number }} walk
 */
export function reportWalk(walk) {
  const before = countReads();
  const startMs = performance.now();
  const found = walk();
  const readingMs = performance.now() - startMs;
  const after = countReads();
  const [reads, readBytes] = [after.reads - before.reads, after.bytes - before.bytes];
  process.stdout.write(JSON.stringify({ ...found, readingMs, reads, readBytes }));
}

/** Calls that read, and bytes they gave, since the start of this process. @see proc_pid_io(5) */
function countReads() {
  const text = fs.readFileSync('/proc/self/io', 'utf8');
  return { reads: Number(/^syscr: (\d+)$/m.exec(text)?.[1]), bytes: Number(/^rchar: (\d+)$/m.exec(text)?.[1]) };
}
