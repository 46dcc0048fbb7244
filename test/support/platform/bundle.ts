import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A path of the project as a module name that a script in any folder can import. */
export function projectModule(path: string): string {
  return JSON.stringify(join(ROOT, path));
}

/**
 * Makes `<folder>/<name>.js` out of TypeScript that may import our modules by `projectModule`: a program that plain Node
 * runs, so that a test can have a real process of our code.
 */
export async function bundleForNode(folder: string, name: string, source: string): Promise<string> {
  const entry = join(folder, `${name}.entry.ts`);
  await writeFile(entry, source);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.js` } },
    },
  });
  return join(folder, `${name}.js`);
}
