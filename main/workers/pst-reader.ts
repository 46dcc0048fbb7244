import { createFileTree } from '../platform/file-tree.ts';
import { openPstSource } from '../platform/pst-source.ts';
import { type ReaderInput, runReaderTask } from '../pst/reader-task.ts';
import { withFile } from '../scan/with-file.ts';
import { serveWorker } from './serve.ts';

const tree = createFileTree();

async function readHead(path: string, length: number): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  const { sizeBytes } = await tree.getFacts(path);
  return { bytes: await withFile(tree, path, (file) => file.read(0, length)), sizeBytes };
}

serveWorker((input, { signal }) =>
  runReaderTask(input as ReaderInput, { signal, readHead, openSource: openPstSource }),
);
