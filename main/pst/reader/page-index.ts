import {
  checkPage,
  type FileLayout,
  type IndexName,
  levelOf,
  pageRows,
  readNumber,
  rowInPage,
} from '../page-layout.ts';
import { ByteCache } from './byte-cache.ts';
import { PstFault } from './fault.ts';
import type { WindowSource } from './window-source.ts';

/** What is kept of one index: 2 MiB, however large the file is. A limit of ours. */
const MAX_INDEX_BYTES = 2 * 1024 * 1024;

/** What an index is made of, and where its first page stands. */
export type IndexPlace = { readonly name: IndexName; readonly layout: FileLayout; readonly root: number };

/** An entry within the bytes of its page. */
export type IndexEntry = { readonly page: Buffer; readonly start: number };

/** Where a page stands, and the level it has to be of; null for the first page of an index, which may be of any. */
type PagePlace = { readonly position: number; readonly level: number | null };

/** One of the two indexes of a file: a tree of pages, each proved by its checksum. @see [MS-PST] 2.2.2.7.7 */
export class PageIndex {
  readonly #source: WindowSource;
  readonly #place: IndexPlace;
  readonly #pages = new ByteCache(MAX_INDEX_BYTES);
  /** The last leaf an entry was found in: what is looked for next mostly stands there, too. */
  #leaf: Buffer | null = null;

  constructor(source: WindowSource, place: IndexPlace) {
    this.#source = source;
    this.#place = place;
  }

  /** @throws PstFault nodeMissing, blockMissing, indexDamaged, readFailed */
  find(id: number): IndexEntry {
    const { layout, name, root } = this.#place;
    const known = this.#leaf === null ? null : rowInPage(this.#leaf, layout, { index: name, id });
    if (known !== null && this.#leaf !== null) return { page: this.#leaf, start: known.start };
    let place: PagePlace = { position: root, level: null };
    for (;;) {
      const page = this.#page(place);
      const row = rowInPage(page, layout, { index: name, id });
      if (row === null) throw new PstFault(name === 'nodes' ? 'nodeMissing' : 'blockMissing');
      const level = levelOf(page, layout);
      if (level === 0) {
        this.#leaf = page;
        return { page, start: row.start };
      }
      place = this.#below(page, row.start, level);
    }
  }

  /**
   * Every entry by rising id. Pages that cannot be read, or that were there before, are left out.
   * @throws PstFault in the end, when a page was left out
   */
  *entries(): Generator<IndexEntry & { readonly entryBytes: number }> {
    const { layout, root } = this.#place;
    const met = new Set<number>();
    const waiting: PagePlace[] = [{ position: root, level: null }];
    let fault: unknown = null;
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      const { page, problem } = this.#tryPage(place, met);
      fault ??= problem;
      if (page === null) continue;
      const { count, entryBytes } = pageRows(page, layout);
      const level = levelOf(page, layout);
      if (level > 0) {
        for (let i = count - 1; i >= 0; i -= 1) waiting.push(this.#below(page, i * entryBytes, level));
      } else {
        for (let i = 0; i < count; i += 1) yield { page, start: i * entryBytes, entryBytes };
      }
    }
    if (fault !== null) throw fault;
  }

  #tryPage(place: PagePlace, met: Set<number>): { page: Buffer | null; problem: unknown } {
    try {
      if (met.has(place.position)) throw new PstFault('indexDamaged');
      met.add(place.position);
      const page = this.#page(place);
      pageRows(page, this.#place.layout);
      return { page, problem: null };
    } catch (problem) {
      return { page: null, problem };
    }
  }

  #below(page: Buffer, start: number, level: number): PagePlace {
    const { idBytes } = this.#place.layout;
    return { position: readNumber(page, start + idBytes * 2, idBytes), level: level - 1 };
  }

  #page({ position, level }: PagePlace): Buffer {
    const { layout, name } = this.#place;
    let page = this.#pages.get(position);
    if (page === undefined) {
      const read = this.#source.read(position, layout.page.bytes);
      checkPage(read, layout, name);
      page = this.#pages.addCopy(position, read);
    }
    // One level down each time, or a page that leads back to itself would keep us here.
    if (level !== null && levelOf(page, layout) !== level) throw new PstFault('indexDamaged');
    return page;
  }
}
