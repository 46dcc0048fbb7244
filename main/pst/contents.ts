import { AppError, type Contents, type FolderContents, type WireError } from '../../preload/contract/index.ts';
import { checkHeader, HEADER_BYTES, type HeaderFacts, healthError } from './header.ts';
import type { PstFolder, PstStore } from './store.ts';

/** What reading a PST's contents reports: each folder as it is met, then everything once more as the last event. */
export type ContentsEvent =
  | { readonly kind: 'folder'; readonly folder: FolderContents }
  | { readonly kind: 'contents'; readonly contents: Contents };

export type ContentsOptions = {
  readonly signal: AbortSignal;
  /** The first `length` bytes of a file, fewer when it is shorter, and its whole size. Throws the file system's error. */
  readonly readHead: (path: string, length: number) => Promise<{ bytes: Uint8Array; sizeBytes: number }>;
  /** How a PST is opened. */
  readonly open: (path: string) => PstStore;
};

/**
 * Reads what a PST holds: the folders Outlook shows, and those beside them that hold items, as an import takes both.
 *
 * Reading is synchronous between two events and what is damaged may take long: run it in a process that can be killed. A
 * folder that cannot be read counts as empty and is named in `problems`, with its path joined by `/`.
 *
 * @throws AppError sourceMissing, sourceEmpty, sourceNotPst; contentsUnreadable with `reason`; the error of the file's
 * health when it is not movable and cannot be opened either. The signal's reason when aborted.
 */
export async function* readPstContents(
  { path }: { readonly path: string },
  { signal, readHead, open }: ContentsOptions,
): AsyncGenerator<ContentsEvent> {
  const header = await readHeader(path, readHead);
  signal.throwIfAborted();
  const store = openStore(path, header, open);
  try {
    const folders: FolderContents[] = [];
    const problems: WireError[] = [];
    for (const folder of store.folders()) {
      if (!folder.isInMailTree && folder.itemCount === 0) continue;
      const contents = { path: [...folder.path], items: folder.itemCount, sizeBytes: folder.sizeBytes };
      folders.push(contents);
      if (folder.problem !== null) problems.push(problemOf(folder, folder.problem));
      yield { kind: 'folder', folder: contents };
      signal.throwIfAborted();
    }
    const items = folders.reduce((sum, folder) => sum + folder.items, 0);
    yield { kind: 'contents', contents: { format: header.format, health: header.health, items, folders, problems } };
  } finally {
    store.close();
  }
}

async function readHeader(path: string, readHead: ContentsOptions['readHead']): Promise<HeaderFacts> {
  const head = await readHead(path, HEADER_BYTES).catch((cause: unknown) => {
    const code = codeOf(cause);
    if (code === 'ENOENT') throw new AppError('sourceMissing', {}, { cause });
    throw new AppError('contentsUnreadable', { reason: code }, { cause });
  });
  const header = checkHeader(head.bytes, head.sizeBytes);
  if (header.health === 'empty') throw new AppError('sourceEmpty');
  if (header.health === 'notPst') throw new AppError('sourceNotPst');
  return header;
}

/** A file that is no healthy PST may still be readable in part; when it is not, its health is the better reason. */
function openStore(path: string, header: HeaderFacts, open: (path: string) => PstStore): PstStore {
  try {
    return open(path);
  } catch (cause) {
    const code = healthError(header.health);
    if (code !== null) throw new AppError(code, {}, { cause });
    throw cause;
  }
}

function problemOf(folder: PstFolder, reason: string): WireError {
  return { code: 'contentsUnreadable', params: { folder: folder.path.join('/'), reason } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
}
