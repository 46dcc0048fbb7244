import type { PathKey } from './path-key.ts';

/** What to do with a path whose file is known: `look` at it, `wait` for who looks at it now, or name it as `again` or `same`. */
export type Meeting = 'look' | 'wait' | 'again' | 'same';

/** The real files of a scan by their id, so that each is looked at once however many paths lead to it. */
export class MetFiles<Waiter> {
  readonly #keyOf: PathKey;
  readonly #files = new Map<string, { readonly paths: Set<string>; isFound: boolean; waiting: Waiter[] }>();

  constructor(keyOf: PathKey) {
    this.#keyOf = keyOf;
  }

  /** After `look` follows `settle`. After `wait` the waiter is given out by `settle`, to meet the file once more. */
  meet(fileId: string, path: string, waiter: Waiter): Meeting {
    const file = this.#files.get(fileId);
    const key = this.#keyOf(path);
    if (!file) {
      this.#files.set(fileId, { paths: new Set([key]), isFound: false, waiting: [] });
      return 'look';
    }
    if (!file.isFound) {
      file.waiting.push(waiter);
      return 'wait';
    }
    if (file.paths.has(key)) return 'same';
    file.paths.add(key);
    return 'again';
  }

  /** Those that waited. A file that was not found is forgotten: under another name it may count. */
  settle(fileId: string, isFound: boolean): readonly Waiter[] {
    const file = this.#files.get(fileId);
    if (!file) return [];
    const { waiting } = file;
    file.isFound = isFound;
    file.waiting = [];
    if (!isFound) this.#files.delete(fileId);
    return waiting;
  }
}
