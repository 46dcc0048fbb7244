import { createFileTree } from '../platform/file-tree.ts';
import { checkHeader, HEADER_BYTES } from '../pst/header.ts';
import { scan } from '../scan/scan.ts';
import { serveWorker } from './serve.ts';

const judge = { headBytes: HEADER_BYTES, check: checkHeader };

/** Input: the folders to walk. */
serveWorker((input, { signal }) =>
  scan((input as { roots: readonly string[] }).roots, { tree: createFileTree(), judge, signal }),
);
