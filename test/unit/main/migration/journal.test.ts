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
      target: TARGET,
      createdAt: at,
      changedAt: at,
      phase: { kind: 'uploading', upload: { signature: SIGNATURE, stagedIds: ['a', 'b'], sentBytes: 20 } },
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
