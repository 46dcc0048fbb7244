import { crc32 } from 'node:zlib';
import { AppError, type JobId } from '../../preload/contract/index.ts';
import { type Job, JobRecord } from './job.ts';
import { createJob, transitionAll } from './transition.ts';

/*
 * A journal is one append-only file a job. Record: length of the JSON (uint32 LE), CRC-32 of the JSON (uint32 LE), JSON.
 * A record counts only when it is whole, so a power cut costs the record it hit and no other.
 */
const HEADER_BYTES = 8;

/** Longest record we write or believe; a longer length is damage. Statistics are the largest, some KiB. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** Where journals are kept. */
export interface JournalStore {
  list(): Promise<readonly JobId[]>;
  /** @throws AppError stateDamaged when the file system refuses. */
  read(id: JobId): Promise<Uint8Array>;
  /** Resolves when the bytes are on disk. */
  append(id: JobId, bytes: Uint8Array): Promise<void>;
  /** Cuts the journal to `length` bytes and keeps what stood behind under another name. */
  setAside(id: JobId, length: number): Promise<void>;
}

/** The bytes of one record. */
export function encodeRecord(record: JobRecord): Uint8Array {
  const json = Buffer.from(JSON.stringify(record), 'utf8');
  const bytes = Buffer.alloc(HEADER_BYTES + json.length);
  bytes.writeUInt32LE(json.length, 0);
  bytes.writeUInt32LE(crc32(json), 4);
  json.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** The whole records at the start of a journal, and how many bytes they take; what follows is torn or damaged. */
export function decodeRecords(bytes: Uint8Array): {
  readonly records: readonly JobRecord[];
  readonly validBytes: number;
  /** True when what follows is whole but not known here: a newer version wrote it. */
  readonly isNewer: boolean;
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: JobRecord[] = [];
  let offset = 0;
  for (;;) {
    const next = decodeRecord(buffer, offset);
    if (!next) return { records, validBytes: offset, isNewer: false };
    if (!next.record) return { records, validBytes: offset, isNewer: true };
    records.push(next.record);
    offset = next.end;
  }
}

/** Null where the bytes are torn or damaged; no record where they are whole but of a kind unknown here. */
function decodeRecord(buffer: Buffer, offset: number): { record: JobRecord | null; end: number } | null {
  if (offset + HEADER_BYTES > buffer.length) return null;
  const length = buffer.readUInt32LE(offset);
  const end = offset + HEADER_BYTES + length;
  if (length > MAX_RECORD_BYTES || end > buffer.length) return null;
  const json = buffer.subarray(offset + HEADER_BYTES, end);
  if (crc32(json) !== buffer.readUInt32LE(offset + 4)) return null;
  const parsed = JobRecord.safeParse(parseJson(json));
  return { record: parsed.success ? parsed.data : null, end };
}

function parseJson(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    return null;
  }
}

/**
 * The job a journal tells of. A torn or damaged end is cut off and kept aside; the job goes on from before it, which
 * costs bytes, never correctness: block ids name their content, and imports are named by the job.
 * @throws AppError stateDamaged when not even the first record can be read, or the records contradict each other.
 */
export async function loadJob(store: JournalStore, id: JobId): Promise<Job> {
  const bytes = await store.read(id);
  const { records, validBytes, isNewer } = decodeRecords(bytes);
  // Left as it is: the version that wrote it can go on with it.
  if (isNewer) throw new AppError('stateDamaged', { file: `${id}.journal`, reason: 'newer' });
  const replayed = replay(records);
  if (!replayed) {
    await store.setAside(id, 0);
    throw new AppError('stateDamaged', { file: `${id}.journal` });
  }
  if (validBytes < bytes.byteLength) await store.setAside(id, validBytes);
  return replayed;
}

function replay(records: readonly JobRecord[]): Job | null {
  const [first, ...rest] = records;
  const created = first ? createJob(first) : null;
  try {
    return created ? transitionAll(created, rest) : null;
  } catch (error) {
    // Whole records in an order no job can have: they tell nothing that can be relied on.
    if (error instanceof AppError) return null;
    throw error;
  }
}
