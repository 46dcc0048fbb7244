import { PSTFile } from 'pst-extractor';
import { DescriptorIndexNode } from 'pst-extractor/dist/DescriptorIndexNode.class.js';
import { OffsetIndexItem } from 'pst-extractor/dist/OffsetIndexItem.class.js';
import {
  type FileLayout,
  type IndexName,
  LAYOUTS,
  levelOf,
  readNumber,
  rowInPage,
} from '../../../../main/pst/page-layout.ts';

type Long = Parameters<PSTFile['getOffsetIndexNode']>[0];

/** A file of the pst-extractor library that finds nodes and blocks in ANSI files too: its own search does not. */
export class CheckedPstFile extends PSTFile {
  override getDescriptorIndexNode(id: Long): DescriptorIndexNode {
    return new DescriptorIndexNode(findEntry(this, 'nodes', id), this.pstFileType);
  }

  override getOffsetIndexNode(id: Long): OffsetIndexItem {
    return new OffsetIndexItem(findEntry(this, 'blocks', id), this.pstFileType);
  }
}

function layoutOf(file: PSTFile): FileLayout {
  if (file.pstFileType === PSTFile.PST_TYPE_ANSI) return LAYOUTS.ansi;
  return file.pstFileType === PSTFile.PST_TYPE_UNICODE ? LAYOUTS.unicode : LAYOUTS.unicode4k;
}

function findEntry(file: PSTFile, index: IndexName, id: Long): Buffer {
  const layout = layoutOf(file);
  const { idBytes, roots } = layout;
  let position = readNumber(readAt(file, roots[index], idBytes), 0, idBytes);
  for (;;) {
    const page = readAt(file, position, layout.page.bytes);
    const row = rowInPage(page, layout, { index, id: id.toNumber() });
    if (row === null) throw new Error(`no ${index} ${id.toString()}`);
    const entry = page.subarray(row.start, row.end);
    if (levelOf(page, layout) === 0) return entry;
    position = readNumber(entry, idBytes * 2, idBytes);
  }
}

function readAt(file: PSTFile, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  file.readCompletely(bytes, position);
  return bytes;
}
