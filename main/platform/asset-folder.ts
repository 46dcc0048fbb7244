import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every plain file below a folder, whole, by its path inside it with forward slashes. Links are left out: what they point
 * to may change or lie elsewhere.
 * @throws the file system's own error when the folder cannot be read.
 */
export async function loadAssets(folder: string): Promise<Map<string, Uint8Array>> {
  const assets = new Map<string, Uint8Array>();
  // Folder by folder: the folder may lie in an asar, whose `readdir` did not always know the `recursive` option.
  const waiting = [''];
  for (let inside = waiting.pop(); inside !== undefined; inside = waiting.pop()) {
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) assets.set(path, await readFile(join(folder, path)));
    }
  }
  return assets;
}
