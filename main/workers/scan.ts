import { createFileTree } from '../platform/file-tree.ts';
import { scan } from '../scan/scan.ts';
import { serveWorker } from './serve.ts';

/** Input: the folders to walk. */
serveWorker((input, { signal }) =>
  scan((input as { roots: readonly string[] }).roots, { tree: createFileTree(), signal }),
);
