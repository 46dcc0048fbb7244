import type { FileTree, OpenFile } from './ports.ts';

/** What `use` makes of an opened file, which is closed again however that ends. @throws the file system's own error */
export async function withFile<T>(
  tree: Pick<FileTree, 'openFile'>,
  path: string,
  use: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const file = await tree.openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
