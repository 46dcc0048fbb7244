export { largeMailbox } from './large-mailbox.ts';
export { TOP_FOLDER_NAME, WASTEBASKET_NAME, type WrittenFolder } from './messaging/store-writer.ts';
export { SAMPLE_FILE_NAME, sampleMailbox } from './sample.ts';
export { sampleLength, samplePieces } from './sample-bytes.ts';
export type {
  SampleAddress,
  SampleAppointment,
  SampleAttachment,
  SampleBytes,
  SampleContact,
  SampleEmbeddedItem,
  SampleFile,
  SampleFolder,
  SampleItem,
  SampleMailbox,
} from './sample-mailbox.ts';
export { type WriteOptions, type WrittenPst, writePst } from './write-pst.ts';
