import { crc32 } from 'node:zlib';
import { createPathKey, isKeyWithin } from './path-key.ts';

/** What a listing of a folder showed: plain files by number, those named as PSTs and the subfolders by name. */
export type FolderRecord = {
  /** Changes whenever a name in the folder comes, goes or changes. @see FolderVisitor.readStamp */
  readonly stamp: string;
  readonly files: number;
  readonly folders: readonly string[];
  readonly matches: readonly string[];
};

/** Begin the first and the last line; another form of the lines between gets another number. */
const HEAD = 'pst-ferry folders 1';
const END = 'end';

/** Some 150 MB of memory; of more folders the rest is read at each scan. */
const MOST_FOLDERS = 500_000;
/** Twice what so many folders usually take: a text that is longer is neither read nor written. */
const MOST_LETTERS = 256 * 2 ** 20;
/** The last line is never as long. */
const MOST_END_LETTERS = 40;

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
  readonly #mostLetters: number;

  private constructor(old: Map<string, string>, mostLetters: number) {
    this.#old = old;
    this.#wasEmpty = old.size === 0;
    this.#mostLetters = mostLetters;
  }

  /**
   * From what `format` gave, in parts of any length. What is cut short, longer than `mostLetters`, not what its checksum
   * says or cannot be read is nothing.
   */
  static async parse(parts: AsyncIterable<string>, mostLetters = MOST_LETTERS): Promise<FolderMemory> {
    const lines = new LineReader(mostLetters);
    try {
      for await (const part of parts) if (!lines.add(part)) return new FolderMemory(new Map(), mostLetters);
    } catch {
      return new FolderMemory(new Map(), mostLetters);
    }
    return new FolderMemory(lines.end() ?? new Map(), mostLetters);
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

  /**
   * What to keep for the next scan: what this one saw, and what was known of places it did not see, outside of its roots
   * or below one that could not be read. Line by line, without line ends.
   */
  *format(walked: WalkedRoots): Generator<string> {
    let count = 0;
    let letters = 0;
    let sum = 0;
    const mostLetters = this.#mostLetters - MOST_END_LETTERS;
    for (const line of this.#listLines(walked)) {
      letters += line.length + 1;
      if (count > MOST_FOLDERS || letters > mostLetters) break;
      sum = crc32(`${line}\n`, sum);
      count += 1;
      yield line;
    }
    yield formatEnd(count, sum);
  }

  *#listLines(walked: WalkedRoots): Generator<string> {
    const wasSeen = createSeen(walked);
    yield HEAD;
    yield* this.#new;
    for (const [path, line] of this.#old) if (!wasSeen(fromAscii(path))) yield line;
  }
}

/** Where a scan went; `unread` are those of the roots that could not be read. */
export type WalkedRoots = {
  readonly roots: readonly string[];
  readonly unread: readonly string[];
  readonly platform: NodeJS.Platform;
};

/** `sum` is the CRC-32 of all `lines` before, the first included, with their line ends. */
function formatEnd(lines: number, sum: number): string {
  return `${END} ${lines} ${sum.toString(16)}`;
}

/** Puts lines together from parts of a text. */
class LineReader {
  readonly #lines = new Map<string, string>();
  readonly #mostLetters: number;
  #isBegun = false;
  #letters = 0;
  #sum = 0;
  #rest = '';

  constructor(mostLetters: number) {
    this.#mostLetters = mostLetters;
  }

  /** False when it is no memory, one of another form or too long. */
  add(part: string): boolean {
    this.#letters += part.length;
    if (this.#letters > this.#mostLetters) return false;
    const text = this.#rest + part;
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    this.#sum = crc32(text.slice(0, text.length - this.#rest.length), this.#sum);
    for (const line of lines) {
      if (this.#isBegun) this.#lines.set(line.slice(0, line.indexOf('\t')), line);
      else if (line === HEAD) this.#isBegun = true;
      else return false;
    }
    return true;
  }

  /** Null unless the last line says that all of them have come, as they were written. */
  end(): Map<string, string> | null {
    const isWhole = this.#isBegun && this.#rest === formatEnd(this.#lines.size + 1, this.#sum);
    return isWhole ? this.#lines : null;
  }
}

/** A folder was seen, or is gone, when the innermost root it lies in was read: roots in a root are walked on their own. */
function createSeen({ roots, unread, platform }: WalkedRoots): (path: string) => boolean {
  const keyOf = createPathKey(platform);
  const unreadKeys = new Set(unread.map(keyOf));
  const innermostFirst = roots.map(keyOf).toSorted((a, b) => b.length - a.length);
  return (path) => {
    const key = keyOf(path);
    const root = innermostFirst.find((root) => isKeyWithin(root, key, platform));
    return root !== undefined && !unreadKeys.has(root);
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
