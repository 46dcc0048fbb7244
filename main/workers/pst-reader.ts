import { createFileTree } from '../platform/file-tree.ts';
import { readPstContents } from '../pst/contents.ts';
import { serveWorker } from './serve.ts';

const tree = createFileTree();

async function readHead(path: string, length: number): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  const { sizeBytes } = await tree.getFacts(path);
  return { bytes: await tree.readHead(path, length), sizeBytes };
}

/** Input: the path of one PST. */
serveWorker((input, { signal }) => readPstContents(input as { path: string }, { signal, readHead }));
