import { writePropertyContext } from '../../support/pst-writer/ltp/property-context.ts';
import { type TableRow, writeTableContext } from '../../support/pst-writer/ltp/table-context.ts';
import type { Target } from '../../support/pst-writer/ltp/target.ts';
import type { Property } from '../../support/pst-writer/ltp/value.ts';
import { piecesOf } from '../../support/pst-writer/ltp/value-keeper.ts';
import { TAG } from '../../support/pst-writer/messaging/tag.ts';
import type { NodeData, Subnode } from '../../support/pst-writer/ndb/block-store.ts';
import { makeNid, NID, NID_TYPE } from '../../support/pst-writer/ndb/nid.ts';
import type { SyntheticFile, SyntheticShape } from './synthetic-store.ts';

/** Columns of the tables that list folders and items: what a preview shows, and no more. */
export const HIERARCHY_COLUMNS = [
  TAG.displayName,
  TAG.contentCount,
  TAG.contentUnreadCount,
  TAG.subfolders,
  TAG.containerClass,
];
export const ITEM_COLUMNS = [
  TAG.messageClass,
  TAG.subject,
  TAG.sentRepresentingName,
  TAG.messageDeliveryTime,
  TAG.messageFlags,
  TAG.messageSize,
  TAG.displayTo,
];
const RECIPIENT_COLUMNS = [TAG.recipientType, TAG.displayName, TAG.emailAddress];
const ATTACHMENT_COLUMNS = [TAG.attachSize, TAG.attachFileName, TAG.attachMethod];

const FIRST_ITEM_INDEX = 0x1_0001;
const ATTACHMENT_NID = makeNid(NID_TYPE.attachment, 0x401);
const BY_VALUE = 1;
const FLAG = { isRead: 0x01, hasAttachments: 0x10 };
const FIRST_DELIVERY_MS = Date.UTC(2020, 0, 1);
const MINUTE_MS = 60_000;
const SENDERS = 97;
const SENTENCE = 'The quick brown fox jumps over the lazy dog. ';

/** Writes the items of a synthetic store. */
export class SyntheticItems {
  /** Items written so far. */
  count = 0;
  readonly #file: SyntheticFile;
  readonly #shape: SyntheticShape;
  readonly #body: string;
  readonly #attachment: Buffer;
  readonly #recipients: () => NodeData;

  constructor(file: SyntheticFile, shape: SyntheticShape) {
    this.#file = file;
    this.#shape = shape;
    this.#body = SENTENCE.repeat(Math.ceil(shape.bodyLength / SENTENCE.length)).slice(0, shape.bodyLength);
    this.#attachment = Buffer.alloc(shape.attachmentBytes ?? 0, SENTENCE);
    this.#recipients = shareTable(file.target, () => writeRecipients(file.target));
  }

  /** Writes the items of one folder; gives the rows that list them. */
  writeFolder(folderNid: number, items: number): readonly TableRow[] {
    if (items === 0) return [];
    return Array.from({ length: items }, (_, order) => {
      return this.#writeItem(folderNid, `Message ${order} in folder ${folderNid.toString(16)}`);
    });
  }

  #writeItem(folderNid: number, subject: string): TableRow {
    const { database, target } = this.#file;
    const nid = makeNid(NID_TYPE.message, FIRST_ITEM_INDEX + this.count);
    const subnodes = [{ nid: NID.recipientTable, ...this.#recipients() }, ...this.#writeAttachment()];
    const summary = this.#summaryOf(subject);
    const delivered = this.#deliveredAt();
    const details: Property[] = [
      [TAG.senderName, this.#sender()],
      [TAG.body, this.#body],
      [TAG.creationTime, delivered],
      [TAG.lastModificationTime, delivered],
    ];
    const data = writePropertyContext(target, [...summary, ...details], subnodes);
    database.addNode({ nid, parentNid: folderNid, ...data });
    this.count += 1;
    return { id: nid, values: summary };
  }

  #summaryOf(subject: string): readonly Property[] {
    return [
      [TAG.messageClass, 'IPM.Note'],
      [TAG.subject, subject],
      [TAG.sentRepresentingName, this.#sender()],
      [TAG.messageDeliveryTime, this.#deliveredAt()],
      [TAG.messageFlags, FLAG.isRead | (this.#attachment.length > 0 ? FLAG.hasAttachments : 0)],
      [TAG.messageSize, this.#shape.bodyLength + this.#attachment.length],
      [TAG.displayTo, 'Recipient One'],
    ];
  }

  #sender(): string {
    return `Sender ${this.count % SENDERS}`;
  }

  #deliveredAt(): Date {
    return new Date(FIRST_DELIVERY_MS + this.count * MINUTE_MS);
  }

  #writeAttachment(): readonly Subnode[] {
    if (this.#attachment.length === 0) return [];
    const { target } = this.#file;
    const { blocks } = target;
    const summary: Property[] = [
      [TAG.attachSize, this.#attachment.length],
      [TAG.attachFileName, 'file.bin'],
      [TAG.attachMethod, BY_VALUE],
    ];
    const dataBid = blocks.writeData(piecesOf(this.#attachment, blocks.format.maxBlockBytes));
    const file = writePropertyContext(target, [...summary, [TAG.attachDataBinary, { dataBid }]]);
    const table = writeTableContext(target, ATTACHMENT_COLUMNS, [{ id: ATTACHMENT_NID, values: summary }]);
    return [
      { nid: NID.attachmentTable, ...table },
      { nid: ATTACHMENT_NID, ...file },
    ];
  }
}

/** Gives the same table again and again; another one when as many share it as a block can count. */
export function shareTable({ blocks }: Target, write: () => NodeData): () => NodeData {
  let table: NodeData | null = null;
  return () => {
    if (table === null || !blocks.table.tryShare(table.dataBid)) table = write();
    return table;
  };
}

function writeRecipients(target: Target): NodeData {
  const values: Property[] = [
    [TAG.recipientType, 1],
    [TAG.displayName, 'Recipient One'],
    [TAG.emailAddress, 'one@contoso.example'],
  ];
  return writeTableContext(target, RECIPIENT_COLUMNS, [{ id: 1, values }]);
}
