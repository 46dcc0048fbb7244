import { BLOCK_ENCODINGS, decodeBlock, unpackBlock } from '../block-encoding.ts';
import { checkHeader, HEADER_BYTES, readBlockEncoding } from '../header.ts';
import { blockRoom, checkedBlock, type FileLayout, isInternal, LAYOUTS, readNumber } from '../page-layout.ts';
import { ByteCache } from './byte-cache.ts';
import { PstFault } from './fault.ts';
import { PageIndex } from './page-index.ts';
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

/** What is kept of all blocks: 1 MiB, however large the file is: few are asked for twice. A limit of ours. */
const MAX_BLOCKS_BYTES = 1024 * 1024;

/** The encodings that can be undone without a key. */
const READABLE_ENCODINGS: readonly number[] = [BLOCK_ENCODINGS.none, BLOCK_ENCODINGS.permuted, BLOCK_ENCODINGS.cyclic];

/**
 * The lowest layer of a PST: its two indexes, and blocks with their checksums proved and their encoding undone. Keeps a
 * few MiB of what was read last. Every place and size is compared with the size of the file before anything is read.
 * @see [MS-PST] 2.2
 */
export class PstFile {
  #layout: FileLayout;
  readonly sizeBytes: number;
  readonly #source: WindowSource;
  readonly #encoding: number;
  readonly #nodes: PageIndex;
  readonly #blockIndex: PageIndex;
  readonly #blocks = new ByteCache(MAX_BLOCKS_BYTES);

  /** @throws PstFault unsupported for a file that is no PST or one nobody but its owner can read; readFailed */
  constructor(source: PstSource) {
    this.#source = new WindowSource(source);
    this.sizeBytes = source.sizeBytes;
    const head = Buffer.from(this.#source.read(0, Math.min(HEADER_BYTES, source.sizeBytes)));
    const { format } = checkHeader(head, source.sizeBytes);
    if (format === 'unknown' || head.length < HEADER_BYTES) throw new PstFault('unsupported');
    this.#layout = LAYOUTS[format];
    this.#encoding = readBlockEncoding(head, format);
    if (!READABLE_ENCODINGS.includes(this.#encoding)) throw new PstFault('unsupported');
    const { roots, idBytes } = this.layout;
    const open = (name: 'nodes' | 'blocks') =>
      new PageIndex(this.#source, { name, layout: this.layout, root: readNumber(head, roots[name], idBytes) });
    this.#nodes = open('nodes');
    this.#blockIndex = open('blocks');
  }

  get layout(): FileLayout {
    return this.#layout;
  }

  /** Texts of 8 bits that name no code page are taken to be of this one, in all that is opened from now on. */
  setCodepage(codepage: number): void {
    this.#layout = { ...this.#layout, codepage };
  }

  /** @throws PstFault nodeMissing, indexDamaged, readFailed */
  findNode(id: number): NodeBlocks {
    const { page, start } = this.#nodes.find(id);
    return this.#toNode(page, start);
  }

  /** @throws PstFault blockMissing, indexDamaged, readFailed */
  findBlock(id: number): BlockPlace {
    const { page, start } = this.#blockIndex.find(id);
    const { idBytes, isPacked } = this.layout;
    const sizeBytes = page.readUInt16LE(start + idBytes * 2);
    return {
      ownId: readNumber(page, start, idBytes),
      position: readNumber(page, start + idBytes, idBytes),
      sizeBytes,
      plainBytes: isPacked ? page.readUInt16LE(start + idBytes * 2 + 2) : sizeBytes,
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

  /** The same for who looks at each block once: in `room`, which is used anew, unless it is kept already. @throws PstFault */
  scanBlock(id: number, room: Buffer): Buffer {
    return this.#blocks.get(id - (id % 2)) ?? this.readPlace(this.findBlock(id), room);
  }

  /** The content of the block at a place, read anew; in `room` where it fits. @throws PstFault blockDamaged, readFailed */
  readPlace({ ownId, position, sizeBytes, plainBytes }: BlockPlace, room?: Buffer): Buffer {
    const stored = this.#source.read(position, blockRoom(sizeBytes, this.layout));
    // Data is encoded as the header says, lists never are.
    const encoding = isInternal(ownId) ? BLOCK_ENCODINGS.none : this.#encoding;
    // Only one encoding asks for the id, and making a long number of it takes its time.
    const key = encoding === BLOCK_ENCODINGS.cyclic ? BigInt(ownId) : 0n;
    const block = decodeBlock(checkedBlock(stored, sizeBytes, this.layout), encoding, key, room);
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
    for (const { page, start, entryBytes } of this.#nodes.entries()) {
      const parentId = entryBytes < parentAt + 4 ? 0 : page.readUInt32LE(start + parentAt);
      yield { id: page.readUInt32LE(start), parentId, ...this.#toNode(page, start) };
    }
  }

  close(): void {
    this.#source.close();
  }

  #toNode(page: Buffer, start: number): NodeBlocks {
    const { idBytes } = this.layout;
    return {
      dataId: readNumber(page, start + idBytes, idBytes),
      subnodesId: readNumber(page, start + idBytes * 2, idBytes),
    };
  }
}
