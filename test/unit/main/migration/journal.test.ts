import { describe, expect, it } from 'vitest';
import type { JobEvent, JobRecord } from '../../../../main/migration/job.ts';
import { decodeRecords, encodeRecord, loadJob } from '../../../../main/migration/journal.ts';
import { JobId } from '../../../../preload/contract/index.ts';
import { FakeJournals, FILE, SIGNATURE, TARGET } from '../../../support/migration/fake-ports.ts';

const ID = JobId.parse('job-1');
const at = '2026-01-02T03:04:05.678Z';
const events: JobEvent[] = [
  { kind: 'created', id: ID, file: FILE, target: TARGET },
  { kind: 'queued' },
  { kind: 'checkStarted' },
  { kind: 'uploadStarted', signature: SIGNATURE },
  { kind: 'blockStaged', id: 'a', sizeBytes: 10 },
  { kind: 'blockStaged', id: 'b', sizeBytes: 10 },
];
const records: JobRecord[] = events.map((event) => ({ at, event }));
const encoded = records.map(encodeRecord);
const whole = Buffer.concat(encoded);

describe('decodeRecords', () => {
  it('gives back what was encoded', () => {
    expect(decodeRecords(whole)).toEqual({ records, validBytes: whole.length, isNewer: false });
  });

  it('gives the whole records before the cut, wherever a journal is cut', () => {
    for (let length = 0; length < whole.length; length++) {
      const { records: kept, validBytes } = decodeRecords(whole.subarray(0, length));
      const ends = encoded.map((_, index) => Buffer.concat(encoded.slice(0, index + 1)).length);
      const expected = ends.filter((end) => end <= length).length;
      expect({ kept: kept.length, validBytes }).toEqual({
        kept: expected,
        validBytes: expected ? ends[expected - 1] : 0,
      });
    }
  });

  it('stops before a record in which any one byte is wrong', () => {
    const start = whole.length - (encoded.at(-1)?.length ?? 0);
    for (let offset = start; offset < whole.length; offset++) {
      const damaged = Buffer.from(whole);
      damaged[offset] = (damaged[offset] ?? 0) ^ 0x40;
      expect(decodeRecords(damaged).records.length).toBe(records.length - 1);
    }
  });
});

describe('loadJob', () => {
  it('replays the journal into the job', async () => {
    const journals = new FakeJournals();
    await journals.append(ID, whole);
    expect(await loadJob(journals, ID)).toEqual({
      id: ID,
      file: FILE,
      engine: 'sandbox',
      readings: [],
      target: TARGET,
      createdAt: at,
      changedAt: at,
      phase: {
        kind: 'uploading',
        upload: {
          signature: SIGNATURE,
          blobName: 'job-1.pst',
          replacesJobId: null,
          stagedIds: ['a', 'b'],
          stagedBytes: 20,
          startedCommits: [],
          sentBytes: 20,
        },
      },
    });
  });

  it('keeps a torn end aside, so that later records follow the last whole one', async () => {
    const journals = new FakeJournals();
    await journals.append(ID, whole.subarray(0, whole.length - 3));
    const job = await loadJob(journals, ID);
    expect(job.phase).toMatchObject({ kind: 'uploading', upload: { stagedIds: ['a'] } });
    await journals.append(ID, encodeRecord({ at, event: { kind: 'paused' } }));
    expect((await loadJob(journals, ID)).phase.kind).toBe('paused');
    expect(journals.aside[0]?.bytes.length).toBe((encoded.at(-1)?.length ?? 0) - 3);
  });

  it('leaves a journal of a newer version as it is and does not run its job', async () => {
    const journals = new FakeJournals();
    const unknown = encodeRecord({ at, event: { kind: 'teleported' } as unknown as JobEvent });
    await journals.append(ID, Buffer.concat([whole, unknown]));
    await expect(loadJob(journals, ID)).rejects.toMatchObject({ code: 'stateDamaged', params: { reason: 'newer' } });
    expect(journals.files.get(ID)?.length).toBe(whole.length + unknown.length);
  });

  it('sets a journal aside whose first record is damaged, and says so', async () => {
    const journals = new FakeJournals();
    await journals.append(ID, Buffer.from('no journal at all'));
    await expect(loadJob(journals, ID)).rejects.toMatchObject({ code: 'stateDamaged' });
    expect({ files: journals.files.size, aside: journals.aside.length }).toEqual({ files: 0, aside: 1 });
  });

  it('sets a journal aside whose records contradict each other, and says so', async () => {
    const journals = new FakeJournals();
    const impossible: JobEvent[] = [{ kind: 'paused' }, { kind: 'resumed' }, { kind: 'resumed' }];
    await journals.append(ID, Buffer.concat([whole, ...impossible.map((event) => encodeRecord({ at, event }))]));
    await expect(loadJob(journals, ID)).rejects.toMatchObject({
      code: 'stateDamaged',
      params: { file: 'job-1.journal' },
    });
    expect({ files: journals.files.size, aside: journals.aside.length }).toEqual({ files: 0, aside: 1 });
  });
});

describe('a journal that lost its end', () => {
  /** Bytes from the end at which a power cut may have hit. */
  const TAIL_BYTES = 4096;
  const staged = (id: string): JobRecord => ({ at, event: { kind: 'blockStaged', id, sizeBytes: 10 } });
  const started = (blobName: string): JobRecord => ({
    at,
    event: { kind: 'uploadStarted', signature: SIGNATURE, blobName, replacesJobId: null },
  });
  /** An upload that had to move to another blob in the middle; each block with the blob it went to. */
  const story = [
    ...records.slice(0, 3),
    started('one.pst'),
    ...Array.from({ length: 40 }, (_, index) => staged(`one-${index}`)),
    started('two.pst'),
    ...Array.from({ length: 16 }, (_, index) => staged(`two-${index}`)),
  ];
  const pieces = story.map(encodeRecord);
  const journal = Buffer.concat(pieces);

  it('never names a block the blob does not hold, and forgets none but those behind the cut', {
    timeout: 30_000,
  }, async () => {
    expect(journal.length).toBeGreaterThan(TAIL_BYTES);
    const ends: number[] = [];
    for (const piece of pieces) ends.push((ends.at(-1) ?? 0) + piece.byteLength);
    for (let length = journal.length - TAIL_BYTES; length <= journal.length; length++) {
      const journals = new FakeJournals();
      await journals.append(ID, journal.subarray(0, length));
      const { phase } = await loadJob(journals, ID);
      const whole = story.slice(0, ends.filter((end) => end <= length).length);
      const blobName = whole.some(({ event }) => event.kind === 'uploadStarted' && event.blobName === 'two.pst')
        ? 'two'
        : 'one';
      const stagedIds = whole.flatMap(({ event }) =>
        event.kind === 'blockStaged' && event.id.startsWith(blobName) ? [event.id] : [],
      );
      expect(phase).toMatchObject({ upload: { blobName: `${blobName}.pst`, stagedIds } });
      if (length % 16 !== 0) continue;
      // What is written next stands behind the last whole record.
      await journals.append(ID, encodeRecord(staged('next')));
      expect((await loadJob(journals, ID)).phase).toMatchObject({ upload: { stagedIds: [...stagedIds, 'next'] } });
    }
  });
});

it('fifty thousand blocks, as many as a blob can have, are replayed within a second', async () => {
  const blocks: JobRecord[] = Array.from({ length: 50_000 }, (_, index) => ({
    at,
    event: { kind: 'blockStaged', id: `block-${String(index).padStart(42, '0')}`, sizeBytes: 10 },
  }));
  const journals = new FakeJournals();
  await journals.append(ID, Buffer.concat([...encoded.slice(0, 4), ...blocks.map(encodeRecord)]));
  // Time on the processor: what else the PC does must not count.
  const before = process.cpuUsage();
  const { phase } = await loadJob(journals, ID);
  const { user, system } = process.cpuUsage(before);
  expect(phase).toMatchObject({ upload: { stagedBytes: 500_000 } });
  console.info(`50,000 blocks replayed in ${Math.round((user + system) / 1000)} ms`);
  expect((user + system) / 1000).toBeLessThan(1_000);
});
