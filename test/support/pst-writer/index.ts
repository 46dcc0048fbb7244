export { largeMailbox } from './large-mailbox.ts';
export { everyKind, everyKindMailbox, nestedLetter } from './mailboxes/every-kind.ts';
export { letters, numberedLetter } from './mailboxes/letters.ts';
export { SAMPLE_RTF } from './mailboxes/sample-rtf.ts';
export { crowdedMailbox, deepMailbox, ODD_NAMES, oddNamesMailbox, wideMailbox } from './mailboxes/trees.ts';
export { messageClassOf } from './messaging/item-contents.ts';
export { TOP_FOLDER_NAME, WASTEBASKET_NAME, type WrittenFolder } from './messaging/store-writer.ts';
export type { BlockEncoding } from './ndb/block-encoding.ts';
export type { FileFormatName } from './ndb/file-format.ts';
export { SAMPLE_FILE_NAME, sampleMailbox } from './sample.ts';
export { sampleLength, samplePieces } from './sample-bytes.ts';
export type {
  SampleAddress,
  SampleAppointment,
  SampleAttachment,
  SampleBytes,
  SampleContact,
  SampleContents,
  SampleDistributionList,
  SampleEmbeddedItem,
  SampleFile,
  SampleFolder,
  SampleItem,
  SampleJournalEntry,
  SampleMailbox,
  SampleNonDelivery,
  SampleRtf,
  SampleSearchFolder,
  SampleStickyNote,
  SampleTask,
} from './sample-mailbox.ts';
export { type WriteOptions, type WrittenPst, writePst } from './write-pst.ts';
