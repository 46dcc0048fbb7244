import { MAX_HEAP_VALUE_BYTES } from '../ltp/heap.ts';
import { writePropertyContext } from '../ltp/property-context.ts';
import { type TableRow, writeTableContext } from '../ltp/table-context.ts';
import type { Target } from '../ltp/target.ts';
import type { Property, PropertyValue } from '../ltp/value.ts';
import type { NodeData, Subnode } from '../ndb/block-store.ts';
import { makeNid, NID, NID_TYPE } from '../ndb/nid.ts';
import { sampleLength, samplePieces } from '../sample-bytes.ts';
import type { SampleAttachment, SampleBytes, SampleFile, SampleItem } from '../sample-mailbox.ts';
import { itemSizeBytes, statedSize } from './item-size.ts';
import { COLUMNS, TAG } from './tag.ts';

const METHOD = { byValue: 1, embeddedMessage: 5 } as const;
const SHOWN_IN_BODY = 4;
const NOT_PLACED = -1;
const FIRST_INDEX = 0x401;

type WrittenAttachment = { readonly data: NodeData; readonly summary: readonly Property[] };

/**
 * Writes attachments and the table that lists them: the nodes to put inside the item, none when there are none.
 * `writeItem` writes an attached message. @see [MS-PST] 2.4.6
 */
export function writeAttachments(
  target: Target,
  attachments: readonly SampleAttachment[],
  writeItem: (item: SampleItem) => Subnode,
): Subnode[] {
  if (attachments.length === 0) return [];
  const rows: TableRow[] = [];
  const subnodes = attachments.map((attachment, order): Subnode => {
    const nid = makeNid(NID_TYPE.attachment, FIRST_INDEX + order);
    const { data, summary } =
      'item' in attachment
        ? writeEmbedded(target, attachment.item, writeItem(attachment.item))
        : writeFile(target, attachment);
    rows.push({ id: nid, values: summary });
    return { nid, ...data };
  });
  return [{ nid: NID.attachmentTable, ...writeTableContext(target, COLUMNS.attachments, rows) }, ...subnodes];
}

function writeFile(target: Target, file: SampleFile): WrittenAttachment {
  const summary: Property[] = [
    [TAG.attachSize, statedSize(sampleLength(file.bytes))],
    [TAG.attachFileName, shortName(file.fileName)],
    [TAG.attachMethod, METHOD.byValue],
    [TAG.renderingPosition, NOT_PLACED],
  ];
  const properties: Property[] = [
    ...summary,
    [TAG.displayName, file.fileName],
    [TAG.attachDataBinary, contentValue(target, file.bytes)],
    [TAG.attachExtension, extension(file.fileName)],
    [TAG.attachLongFileName, file.fileName],
    [TAG.attachMimeTag, file.mimeType],
    [TAG.attachFlags, file.contentId === undefined ? 0 : SHOWN_IN_BODY],
    [TAG.attachmentHidden, file.contentId !== undefined],
  ];
  if (file.contentId !== undefined) properties.push([TAG.attachContentId, file.contentId]);
  return { data: writePropertyContext(target, properties), summary };
}

function writeEmbedded(target: Target, item: SampleItem, node: Subnode): WrittenAttachment {
  const sizeBytes = itemSizeBytes(item);
  const name = item.subject === '' ? 'Untitled' : item.subject;
  const pointer = Buffer.alloc(8);
  pointer.writeUInt32LE(node.nid, 0);
  pointer.writeUInt32LE(sizeBytes, 4);
  const summary: Property[] = [
    [TAG.attachSize, sizeBytes],
    [TAG.attachFileName, name],
    [TAG.attachMethod, METHOD.embeddedMessage],
    [TAG.renderingPosition, NOT_PLACED],
  ];
  const properties: Property[] = [...summary, [TAG.displayName, name], [TAG.attachDataObject, pointer]];
  return { data: writePropertyContext(target, properties, [node]), summary };
}

/** Short content goes to the heap with the other properties; long content is written now, piece by piece. */
function contentValue({ blocks }: Target, bytes: SampleBytes): PropertyValue {
  const pieces = samplePieces(bytes, blocks.format.maxBlockBytes);
  if (sampleLength(bytes) <= MAX_HEAP_VALUE_BYTES) return Buffer.concat([...pieces]);
  return { dataBid: blocks.writeData(pieces) };
}

function extension(fileName: string): string {
  return /\.[^.]+$/.exec(fileName)?.[0] ?? '';
}

/** An 8.3 name in the manner of old file systems. */
function shortName(fileName: string): string {
  const end = extension(fileName);
  const stem = fileName.slice(0, fileName.length - end.length).replace(/[^A-Za-z0-9_-]/g, '');
  const kept = stem === '' ? 'FILE' : stem;
  return (kept.length <= 8 ? kept : `${kept.slice(0, 6)}~1`).toUpperCase() + end.slice(0, 4).toUpperCase();
}
