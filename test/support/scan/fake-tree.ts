import { posix } from 'node:path';
import type {
  DirectoryEntry,
  FileFacts,
  FileJudge,
  FileTree,
  FolderStamp,
  FolderVisitor,
} from '../../../main/scan/ports.ts';

/** A file of a disk in memory. The errors are codes; `error` meets whoever asks anything about it. */
export type FakeFile = {
  readonly id?: string;
  readonly sizeBytes?: number;
  readonly modifiedMs?: number;
  readonly content?: string;
  readonly isHollow?: boolean;
  readonly isPartial?: boolean;
  readonly error?: string;
  readonly openError?: string;
  readonly readError?: string;
  /** A link or a junction: neither file nor folder. */
  readonly link?: boolean;
};

/** An object is a folder, `file()` a file, text the error a folder's listing fails with. */
export type FakeFolder = { readonly [name: string]: FakeNode };
type FakeNode = FakeFolder | FakeFile | string;

const FILE = Symbol('file');

/** A file for a `FakeFolder`. */
export function file(facts: FakeFile = {}): FakeFile {
  return { ...facts, [FILE]: true } as FakeFile;
}

/** So many folders `d0`, `d1`, … */
export function manyFolders(count: number, content: FakeNode = {}): FakeFolder {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${i}`, content]));
}

/** An error of the file system. */
export function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A disk in memory that counts what is asked of it. */
export class FakeTree implements FileTree {
  readonly listed: string[] = [];
  readonly opened: string[] = [];
  bytesRead = 0;
  openNow = 0;
  inFlight = 0;
  mostInFlight = 0;
  root: FakeFolder;

  constructor(root: FakeFolder) {
    this.root = root;
  }

  join = (folder: string, name: string) => posix.join(folder, name);

  async listFolder(path: string): Promise<readonly DirectoryEntry[]> {
    this.listed.push(path);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await Promise.resolve();
    this.inFlight -= 1;
    return entriesOf(this.root, path);
  }

  async getFacts(path: string): Promise<FileFacts> {
    const { error, sizeBytes, content = '', modifiedMs = 1000, id = path, ...rest } = this.#file(path);
    if (error) throw fault(error);
    const { isHollow = false, isPartial = false } = rest;
    return { sizeBytes: sizeBytes ?? content.length, modifiedMs, fileId: id, isHollow, isPartial };
  }

  async openFile(path: string) {
    this.opened.push(path);
    const { error, openError, readError, content = '' } = this.#file(path);
    if (error ?? openError) throw fault(error ?? openError ?? '');
    this.openNow += 1;
    return {
      read: async (position: number, length: number) => {
        if (readError) throw fault(readError);
        const bytes = new TextEncoder().encode(content).subarray(position, position + length);
        this.bytesRead += bytes.length;
        return bytes;
      },
      close: async () => {
        this.openNow -= 1;
      },
    };
  }

  async readStamp(path: string): Promise<FolderStamp> {
    return stampOf(this.root, path);
  }

  #file(path: string): FakeFile {
    const node = findNode(this.root, path);
    if (node === undefined || typeof node === 'string' || !isFile(node)) throw fault('ENOENT');
    return node;
  }
}

/** The same disk for a thread of its own. */
export function createFakeVisitor(root: FakeFolder): FolderVisitor {
  return {
    join: posix.join,
    readBusyMs: () => null,
    readStamp: (path) => stampOf(root, path),
    visitFolder: (path, visit) => {
      for (const { name, kind } of entriesOf(root, path)) visit(name, kind);
    },
  };
}

/** Content that begins with STORE is one; what follows is its health and, after a space, its key. */
export const fakeJudge: FileJudge = {
  headBytes: 8,
  check: (head) => {
    const text = new TextDecoder().decode(head);
    if (text.startsWith('STORE O')) return { format: 'unicode', health: 'ost', kind: null };
    if (text.startsWith('STORE')) return { format: 'unicode', health: 'fine', kind: null };
    return { format: 'unknown', health: text === '' ? 'empty' : 'notPst', kind: text === '' ? null : 'text' };
  },
  isStore: (head) => new TextDecoder().decode(head).startsWith('STORE'),
  readRecordKey: async (_head, file) => new TextDecoder().decode(await file.read(8, 4)) || null,
};

/** Stands for the time of a folder's last change: names cannot come or go without another one. */
function stampOf(root: FakeFolder, path: string): FolderStamp {
  const names = entriesOf(root, path).map(({ name }) => name);
  return { text: `names ${names.sort().join('/')}`, modifiedMs: 0 };
}

function entriesOf(root: FakeFolder, path: string): readonly DirectoryEntry[] {
  const node = findNode(root, path);
  if (typeof node === 'string') throw fault(node);
  if (node === undefined || isFile(node)) throw fault('ENOENT');
  return Object.entries(node).map(([name, child]) => ({ name, kind: kindOf(child) }));
}

function findNode(root: FakeFolder, path: string): FakeNode | undefined {
  let node: FakeNode | undefined = root;
  for (const name of path.split('/').filter(Boolean)) {
    if (node === undefined || typeof node === 'string' || isFile(node)) return undefined;
    node = node[name];
  }
  return node;
}

function isFile(node: FakeFolder | FakeFile): node is FakeFile {
  return FILE in node;
}

function kindOf(node: FakeNode): DirectoryEntry['kind'] {
  if (typeof node === 'string' || !isFile(node)) return 'folder';
  return node.link ? 'other' : 'file';
}
