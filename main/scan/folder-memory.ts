import { createPathKey } from './path-key.ts';

/** What a listing of a folder showed: plain files by number, those named as PSTs and the subfolders by name. */
export type FolderRecord = {
  /** Changes whenever a name in the folder comes, goes or changes. @see FolderVisitor.readStamp */
  readonly stamp: string;
  readonly files: number;
  readonly folders: readonly string[];
  readonly matches: readonly string[];
};

/** First and last line; another form of the lines between gets another number. */
const HEAD = 'pst-ferry folders 1';
const END = 'end';

/** Some 150 MB of memory; of more folders the rest is read at each scan. */
const MOST_FOLDERS = 500_000;

/** A folder as a line of the memory: fields with tabs between, and no byte that is not ASCII. */
export function formatRecord(path: string, { stamp, files, folders, matches }: FolderRecord): string {
  return [toAscii(path), stamp, files, formatNames(folders), formatNames(matches)].join('\t');
}

/** A folder known from the last scan; `line` is what `readRecord` takes. */
export type KnownFolder = { readonly path: string; readonly stamp: string; readonly line: string };

/**
 * The folders as they were at the last scan, and as they are at this one.
 * The lines stay text until they are asked for: as objects, those of a drive would take many times the memory.
 */
export class FolderMemory {
  /** Lines by path, as it stands in them. */
  readonly #old: Map<string, string>;
  readonly #new: string[] = [];
  readonly #wasEmpty: boolean;

  private constructor(old: Map<string, string>) {
    this.#old = old;
    this.#wasEmpty = old.size === 0;
  }

  /** From what `format` gave, in parts of any length. What is damaged, cut short or cannot be read is nothing. */
  static async parse(parts: AsyncIterable<string>): Promise<FolderMemory> {
    const lines = new LineReader();
    try {
      for await (const part of parts) if (!lines.add(part)) break;
    } catch {
      return new FolderMemory(new Map());
    }
    return new FolderMemory(lines.end() ?? new Map());
  }

  /** Nothing was known when the scan began. */
  get wasEmpty(): boolean {
    return this.#wasEmpty;
  }

  /** Gives out what is known of a folder, once; null when that is nothing. */
  take(path: string): KnownFolder | null {
    const key = toAscii(path);
    const line = this.#old.get(key);
    if (line === undefined) return null;
    this.#old.delete(key);
    return { path, stamp: line.slice(key.length + 1, line.indexOf('\t', key.length + 1)), line };
  }

  /** Keeps a folder as it was. */
  keep({ line }: KnownFolder): void {
    this.#new.push(line);
  }

  /** Takes in lines of `formatRecord`. */
  add(lines: readonly string[]): void {
    for (const line of lines) this.#new.push(line);
  }

  /** What to keep for the next scan: what this one saw, and what lay outside of its roots. Line by line. */
  *format(roots: readonly string[], platform: NodeJS.Platform): Generator<string> {
    const isInside = createInside(roots, platform);
    let count = 0;
    yield HEAD;
    for (const line of this.#new) if (count < MOST_FOLDERS && ++count) yield line;
    for (const [path, line] of this.#old) {
      if (count < MOST_FOLDERS && !isInside(fromAscii(path)) && ++count) yield line;
    }
    yield `${END} ${count}`;
  }
}

/** Puts lines together from parts of a text. */
class LineReader {
  readonly #lines = new Map<string, string>();
  #isBegun = false;
  #rest = '';

  /** False when it is no memory, or one of another form. */
  add(part: string): boolean {
    const lines = (this.#rest + part).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (this.#isBegun) this.#lines.set(line.slice(0, line.indexOf('\t')), line);
      else if (line === HEAD) this.#isBegun = true;
      else return false;
    }
    return true;
  }

  /** Null unless the last line says that all of them have come. */
  end(): Map<string, string> | null {
    return this.#isBegun && this.#rest === `${END} ${this.#lines.size}` ? this.#lines : null;
  }
}

function createInside(roots: readonly string[], platform: NodeJS.Platform): (path: string) => boolean {
  const keyOf = createPathKey(platform);
  const separator = platform === 'win32' ? '\\' : '/';
  const keys = roots.map(keyOf);
  return (path) => {
    const key = keyOf(path);
    return keys.some((root) => key === root || key.startsWith(root + separator));
  };
}

/** What a folder held at the last scan; null for a line that does not say it, so that the folder is to be read. */
export function readRecord({ line }: KnownFolder): FolderRecord | null {
  const [, stamp, files, folders, matches] = line.split('\t');
  if (!stamp || !/^\d+$/.test(files ?? '') || folders === undefined || matches === undefined) return null;
  return { stamp, files: Number(files), folders: parseNames(folders), matches: parseNames(matches) };
}

function formatNames(names: readonly string[]): string {
  return names.map(toAscii).join('/');
}

/** No name holds a slash, on any system. */
function parseNames(text: string): readonly string[] {
  return text === '' ? [] : text.split('/').map(fromAscii);
}

/** Stands before the number of a letter; itself no letter of any path a person can type. */
const ESCAPE = '\u0001';

/** Tabs, line ends and all that is not ASCII by number. Only so does a path take one byte a letter in memory. */
function toAscii(text: string): string {
  return /[^ -~]/.test(text) ? text.replace(/[^ -~]/g, escapeLetter) : text;
}

function escapeLetter(letter: string): string {
  return ESCAPE + (letter.charCodeAt(0) + 0x10000).toString(16).slice(1);
}

function fromAscii(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  const [start = '', ...parts] = text.split(ESCAPE);
  return parts.reduce((before, part) => before + unescapeLetter(part), start);
}

function unescapeLetter(part: string): string {
  return String.fromCharCode(Number.parseInt(part.slice(0, 4), 16)) + part.slice(4);
}
