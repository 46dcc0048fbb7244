import { createFileTree } from '../platform/file-tree.ts';
import { openPstSource } from '../platform/pst-source.ts';
import { readPstContents } from '../pst/contents.ts';
import { createPstOpener } from '../pst/open-pst.ts';
import { withFile } from '../scan/with-file.ts';
import { serveWorker } from './serve.ts';

const tree = createFileTree();
const open = createPstOpener(openPstSource);

async function readHead(path: string, length: number): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  const { sizeBytes } = await tree.getFacts(path);
  return { bytes: await withFile(tree, path, (file) => file.read(0, length)), sizeBytes };
}

/** Input: the path of one PST. */
serveWorker((input, { signal }) => readPstContents(input as { path: string }, { signal, readHead, open }));
