import { BLOCK_ENCODINGS, decodeBlock, unpackBlock } from '../block-encoding.ts';
import { checkHeader, HEADER_BYTES, readBlockEncoding } from '../header.ts';
import {
  blockRoom,
  checkedBlock,
  checkPage,
  type FileLayout,
  type IndexName,
  isInternal,
  LAYOUTS,
  levelOf,
  pageRows,
  readNumber,
  rowInPage,
} from '../page-layout.ts';
import { ByteCache } from './byte-cache.ts';
import { PstFault } from './fault.ts';
import type { PstSource } from './pst-source.ts';
import { WindowSource } from './window-source.ts';

/** The two block ids of a node: its data and the tree of nodes that belong to it; 0 for none. */
export type NodeBlocks = { readonly dataId: number; readonly subnodesId: number };

/** A node, and the one it belongs to: the parent of a folder is the folder above it. 0 for none. */
export type NodeEntry = NodeBlocks & { readonly id: number; readonly parentId: number };

/** Where a block lies. `sizeBytes` is what it takes without trailer, `plainBytes` what it holds once unpacked. */
export type BlockPlace = {
  readonly ownId: number;
  readonly position: number;
  readonly sizeBytes: number;
  readonly plainBytes: number;
};

/** What is kept of each of the two indexes and of all blocks: 8 MiB, however large the file is. Limits of ours. */
const MAX_INDEX_BYTES = 2 * 1024 * 1024;
const MAX_BLOCKS_BYTES = 4 * 1024 * 1024;

/** Where a page stands, and the level it has to be of; null for the first page of an index, which may be of any. */
type PagePlace = { readonly position: number; readonly level: number | null };

/** The encodings that can be undone without a key. */
const READABLE_ENCODINGS: readonly number[] = [BLOCK_ENCODINGS.none, BLOCK_ENCODINGS.permuted, BLOCK_ENCODINGS.cyclic];

/**
 * The lowest layer of a PST: its two indexes, and blocks with their checksums proved and their encoding undone. Keeps a
 * few MiB of what was read last. Every place and size is compared with the size of the file before anything is read.
 * @see [MS-PST] 2.2
 */
export class PstFile {
  readonly layout: FileLayout;
  readonly sizeBytes: number;
  readonly #source: WindowSource;
  readonly #encoding: number;
  readonly #roots: Readonly<Record<IndexName, number>>;
  readonly #pages = { nodes: new ByteCache(MAX_INDEX_BYTES), blocks: new ByteCache(MAX_INDEX_BYTES) };
  readonly #blocks = new ByteCache(MAX_BLOCKS_BYTES);

  /** @throws PstFault unsupported for a file that is no PST or one nobody but its owner can read; readFailed */
  constructor(source: PstSource) {
    this.#source = new WindowSource(source);
    this.sizeBytes = source.sizeBytes;
    const head = Buffer.from(this.#source.read(0, Math.min(HEADER_BYTES, source.sizeBytes)));
    const { format } = checkHeader(head, source.sizeBytes);
    if (format === 'unknown' || head.length < HEADER_BYTES) throw new PstFault('unsupported');
    this.layout = LAYOUTS[format];
    this.#encoding = readBlockEncoding(head, format);
    if (!READABLE_ENCODINGS.includes(this.#encoding)) throw new PstFault('unsupported');
    const { roots, idBytes } = this.layout;
    this.#roots = { nodes: readNumber(head, roots.nodes, idBytes), blocks: readNumber(head, roots.blocks, idBytes) };
  }

  /** @throws PstFault nodeMissing, indexDamaged, readFailed */
  findNode(id: number): NodeBlocks {
    return this.#toNode(this.#find('nodes', id));
  }

  /** @throws PstFault blockMissing, indexDamaged, readFailed */
  findBlock(id: number): BlockPlace {
    const entry = this.#find('blocks', id);
    const { idBytes, isPacked } = this.layout;
    const sizeBytes = entry.readUInt16LE(idBytes * 2);
    return {
      ownId: readNumber(entry, 0, idBytes),
      position: readNumber(entry, idBytes, idBytes),
      sizeBytes,
      plainBytes: isPacked ? entry.readUInt16LE(idBytes * 2 + 2) : sizeBytes,
    };
  }

  /** The content of a block, which must not be changed: others get the same bytes. @throws PstFault */
  readBlock(id: number): Buffer {
    const key = id - (id % 2);
    const before = this.#blocks.get(key);
    if (before !== undefined) return before;
    const block = this.readPlace(this.findBlock(id));
    this.#blocks.add(key, block);
    return block;
  }

  /** The content of the block at a place, read anew. @throws PstFault blockDamaged, readFailed */
  readPlace({ ownId, position, sizeBytes, plainBytes }: BlockPlace): Buffer {
    const stored = this.#source.read(position, blockRoom(sizeBytes, this.layout));
    // Data is encoded as the header says, lists never are.
    const encoding = isInternal(ownId) ? BLOCK_ENCODINGS.none : this.#encoding;
    const block = decodeBlock(checkedBlock(stored, sizeBytes, this.layout), encoding, BigInt(ownId));
    if (block === null) throw new PstFault('blockDamaged');
    if (plainBytes === sizeBytes) return block;
    const plain = unpackBlock(block);
    if (plain.length !== plainBytes) throw new PstFault('blockDamaged');
    return plain;
  }

  /**
   * Every node by rising id. Pages that cannot be read, or that were there before, are left out.
   * @throws PstFault in the end, when a page was left out
   */
  *nodes(): Generator<NodeEntry> {
    const parentAt = this.layout.idBytes * 3;
    for (const entry of this.#entries('nodes')) {
      const parentId = entry.length < parentAt + 4 ? 0 : entry.readUInt32LE(parentAt);
      yield { id: entry.readUInt32LE(0), parentId, ...this.#toNode(entry) };
    }
  }

  close(): void {
    this.#source.close();
  }

  #toNode(entry: Buffer): NodeBlocks {
    const { idBytes } = this.layout;
    return { dataId: readNumber(entry, idBytes, idBytes), subnodesId: readNumber(entry, idBytes * 2, idBytes) };
  }

  #find(index: IndexName, id: number): Buffer {
    let place: PagePlace = { position: this.#roots[index], level: null };
    for (;;) {
      const page = this.#page(index, place);
      const row = rowInPage(page, this.layout, { index, id });
      if (row === null) throw new PstFault(index === 'nodes' ? 'nodeMissing' : 'blockMissing');
      const level = levelOf(page, this.layout);
      if (level === 0) return page.subarray(row.start, row.end);
      place = this.#below(page, row.start, level);
    }
  }

  *#entries(index: IndexName): Generator<Buffer> {
    const met = new Set<number>();
    const waiting: PagePlace[] = [{ position: this.#roots[index], level: null }];
    let fault: unknown = null;
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      let level = 0;
      let rows: readonly Buffer[] = [];
      try {
        if (met.has(place.position)) throw new PstFault('indexDamaged');
        met.add(place.position);
        const page = this.#page(index, place);
        level = levelOf(page, this.layout);
        rows = rowsOf(page, this.layout);
      } catch (error) {
        fault ??= error;
      }
      if (level === 0) yield* rows;
      else for (const row of rows.toReversed()) waiting.push(this.#below(row, 0, level));
    }
    if (fault !== null) throw fault;
  }

  #below(page: Buffer, start: number, level: number): PagePlace {
    const { idBytes } = this.layout;
    return { position: readNumber(page, start + idBytes * 2, idBytes), level: level - 1 };
  }

  #page(index: IndexName, { position, level }: PagePlace): Buffer {
    let page = this.#pages[index].get(position);
    if (page === undefined) {
      page = Buffer.from(this.#source.read(position, this.layout.page.bytes));
      checkPage(page, this.layout, index);
      this.#pages[index].add(position, page);
    }
    // One level down each time, or a page that leads back to itself would keep us here.
    if (level !== null && levelOf(page, this.layout) !== level) throw new PstFault('indexDamaged');
    return page;
  }
}

/** The entries of a page, in their order. @throws PstFault indexDamaged */
function rowsOf(page: Buffer, layout: FileLayout): readonly Buffer[] {
  const { count, entryBytes } = pageRows(page, layout);
  return Array.from({ length: count }, (_, i) => page.subarray(i * entryBytes, (i + 1) * entryBytes));
}
