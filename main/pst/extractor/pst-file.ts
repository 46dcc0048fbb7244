import { PSTFile } from 'pst-extractor';
import { DescriptorIndexNode } from 'pst-extractor/dist/DescriptorIndexNode.class.js';
import { OffsetIndexItem } from 'pst-extractor/dist/OffsetIndexItem.class.js';
import {
  blockRoom,
  checkedBlock,
  checkPage,
  type FileLayout,
  findInPage,
  type IndexName,
  LAYOUTS,
  levelOf,
  readId,
} from '../page-layout.ts';
import { PstFault } from './fault.ts';

/** The layout of an opened file. */
export function layoutOf(file: PSTFile): FileLayout {
  if (file.pstFileType === PSTFile.PST_TYPE_ANSI) return LAYOUTS.ansi;
  return file.pstFileType === PSTFile.PST_TYPE_UNICODE ? LAYOUTS.unicode : LAYOUTS.unicode4k;
}

type Long = Parameters<PSTFile['getOffsetIndexNode']>[0];

/**
 * A file of the library whose indexes are searched by us.
 *
 * The library's own search never ends when damage makes a page lead back to itself, and compares ANSI ids as text, so
 * that it finds nothing in such files. It calls these methods from its constructor on. Blocks are checked before the
 * library sees them, because it waits for ever for bytes that a block should have and has not.
 */
export class CheckedPstFile extends PSTFile {
  override getDescriptorIndexNode(id: Long): DescriptorIndexNode {
    return new DescriptorIndexNode(findEntry(this, 'nodes', unsigned(id)), this.pstFileType);
  }

  override getOffsetIndexNode(id: Long): OffsetIndexItem {
    const item = new OffsetIndexItem(findEntry(this, 'blocks', unsigned(id)), this.pstFileType);
    readBlockAt(this, item.fileOffset.toNumber(), item.size);
    return item;
  }
}

/** Where a block lies. @throws PstFault blockMissing, indexDamaged */
export function findBlock(file: PSTFile, id: bigint): { readonly offset: number; readonly sizeBytes: number } {
  const entry = findEntry(file, 'blocks', id);
  const { idBytes } = layoutOf(file);
  return { offset: Number(readId(entry, idBytes, idBytes)), sizeBytes: entry.readUInt16LE(idBytes * 2) };
}

/** The blocks of a node. @throws PstFault nodeMissing, indexDamaged */
export function findNodeBlocks(file: PSTFile, id: number): { readonly dataId: bigint; readonly subnodesId: bigint } {
  const entry = findEntry(file, 'nodes', BigInt(id));
  const { idBytes } = layoutOf(file);
  return { dataId: readId(entry, idBytes, idBytes), subnodesId: readId(entry, idBytes * 2, idBytes) };
}

/** The bytes of a block as they stand in the file. @throws PstFault blockDamaged when its checksum is wrong. */
export function readBlockAt(file: PSTFile, offset: number, sizeBytes: number): Buffer {
  const layout = layoutOf(file);
  return checkedBlock(readAt(file, offset, blockRoom(sizeBytes, layout)), sizeBytes, layout);
}

function findEntry(file: PSTFile, index: IndexName, id: bigint): Buffer {
  const layout = layoutOf(file);
  const { idBytes, roots } = layout;
  let page = readPage(file, index, Number(readId(readAt(file, roots[index], idBytes), 0, idBytes)));
  for (;;) {
    const level = levelOf(page, layout);
    const entry = findInPage(page, layout, { index, id });
    if (!entry) throw new PstFault(index === 'nodes' ? 'nodeMissing' : 'blockMissing');
    if (level === 0) return entry;
    page = readPage(file, index, Number(readId(entry, idBytes * 2, idBytes)));
    // One level down each time, or a page that leads back to itself would keep us here.
    if (levelOf(page, layout) !== level - 1) throw new PstFault('indexDamaged');
  }
}

function readPage(file: PSTFile, index: IndexName, offset: number): Buffer {
  const layout = layoutOf(file);
  const page = readAt(file, offset, layout.page.bytes);
  checkPage(page, layout, index);
  return page;
}

function readAt(file: PSTFile, offset: number, length: number): Buffer {
  if (!Number.isSafeInteger(offset)) throw new PstFault('indexDamaged');
  const bytes = Buffer.alloc(length);
  try {
    file.readCompletely(bytes, offset);
  } catch (error) {
    throw new PstFault('readFailed', error);
  }
  return bytes;
}

function unsigned(id: Long): bigint {
  return BigInt.asUintN(64, BigInt(id.toString()));
}
