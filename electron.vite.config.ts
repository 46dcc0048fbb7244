import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Entry points that run in a process of their own; the file name under `out/main` is the key. */
const PROCESSES = {
  index: here('main/index.ts'),
  cli: here('main/cli.ts'),
  'worker-scan': here('main/workers/scan.ts'),
  'worker-pst-reader': here('main/workers/pst-reader.ts'),
  'worker-transfer': here('main/workers/transfer.ts'),
  'worker-blob-emulator': here('main/workers/blob-emulator.ts'),
  'worker-import-service': here('main/workers/import-service.ts'),
  'thread-import': here('main/workers/import-thread.ts'),
  'thread-scan': here('main/workers/scan-thread.ts'),
  'thread-hash': here('main/workers/hash-thread.ts'),
};

/** `dependencies` stay outside the bundle; `devDependencies` (the blob emulator, the mail composer) go into it. */
const NODE_BUILD = { target: 'node20.18', sourcemap: true } as const;

export default defineConfig({
  main: {
    resolve: { alias: { applicationinsights: here('test/support/no-telemetry.ts') } },
    build: {
      ...NODE_BUILD,
      outDir: 'out/main',
      rolldownOptions: {
        input: PROCESSES,
        // A process that needs one error code should not build every schema at its start.
        treeshake: { moduleSideEffects: (id) => !id.includes('/preload/contract/') && id !== 'zod' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      ...NODE_BUILD,
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: here('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: here('out/renderer'),
      rolldownOptions: { input: here('renderer/index.html') },
    },
  },
});
