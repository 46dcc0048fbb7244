import path from 'node:path';
import { build } from 'vite';
import { CACHE, ROOT } from './places.mjs';

/**
 * Makes a program of a TypeScript entry that plain Node runs; packages stay outside of it.
 * @param {string} entry relative to the project, `….ts`
 * @returns {Promise<string>} absolute path of the program
 */
export async function bundleEntry(entry) {
  const name = path.basename(entry, '.ts');
  const outDir = path.join(CACHE, 'programs', name);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: path.join(ROOT, entry),
      target: 'node20.18',
      outDir,
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
  });
  return path.join(outDir, `${name}.mjs`);
}
