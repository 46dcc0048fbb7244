import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder of the system's temporary folder. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-test-'));
  // A killed process may be saving still.
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) };
}

/** What must not change of a source: content, length and time of last change of every file below a folder. */
export async function fingerprint(folder: string): Promise<Readonly<Record<string, string>>> {
  const prints: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const facts = await stat(path, { bigint: true });
    if (!facts.isFile()) continue;
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    prints[name] = `${facts.size} ${facts.mtimeNs} ${hash}`;
  }
  return prints;
}

/** The files below a folder that hold any of these byte strings, with the string they hold. */
export async function findInFiles(folder: string, needles: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!(await lstat(path)).isFile()) continue;
    const bytes = await readFile(path);
    for (const needle of needles) if (bytes.includes(needle)) found.push(name);
  }
  return found;
}
