import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeRecord, loadJob } from '../../../../main/migration/journal.ts';
import { openJournalFiles } from '../../../../main/platform/journal-files.ts';
import { JobId } from '../../../../preload/contract/index.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';
import { FILE, TARGET } from '../../../support/migration/fake-ports.ts';

const ID = JobId.parse('job-1');
/** Bytes of the longest name of a file. */
const LONGEST_NAME = 255;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const bytes = (words: string) => Buffer.from(words, 'utf8');

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder = '';
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = join(temporary.path, 'state', 'jobs');
});
afterEach(() => temporary.remove());

const namesInFolder = async () => (await readdir(folder)).sort();

describe('opening', () => {
  it('makes the folder, for the person alone, and finds it empty', async () => {
    const journals = await openJournalFiles(folder);
    expect(await journals.list()).toEqual([]);
    expect((await stat(folder)).mode & 0o077).toBe(0);
  });

  it('changes nothing of what is there', async () => {
    await (await openJournalFiles(folder)).append(ID, bytes('kept'));
    const again = await openJournalFiles(folder);
    expect(await again.list()).toEqual([ID]);
    expect(text(await again.read(ID))).toBe('kept');
  });
});

describe('append', () => {
  it('is on disk when it resolves, behind what was there', async () => {
    const journals = await openJournalFiles(folder);
    await journals.append(ID, bytes('one,'));
    expect(await readFile(join(folder, 'job-1.journal'), 'utf8')).toBe('one,');
    await journals.append(ID, bytes('two'));
    expect(await readFile(join(folder, 'job-1.journal'), 'utf8')).toBe('one,two');
    expect((await stat(join(folder, 'job-1.journal'))).mode & 0o077).toBe(0);
  });

  it('of many jobs at once mixes nothing up', async () => {
    const journals = await openJournalFiles(folder);
    const ids = Array.from({ length: 20 }, (_, index) => JobId.parse(`job-${index}`));
    const rounds = Array.from({ length: 10 }, (_, index) => index);
    await Promise.all(
      ids.map(async (id) => {
        for (const round of rounds) await journals.append(id, bytes(`${id}#${round};`));
      }),
    );
    const kept = await Promise.all(ids.map(async (id) => text(await journals.read(id))));
    expect(kept).toEqual(ids.map((id) => rounds.map((round) => `${id}#${round};`).join('')));
    expect([...(await journals.list())].sort()).toEqual([...ids].sort());
  });

  it('says so when the disk is full', async () => {
    const journals = await openJournalFiles(folder);
    await symlink('/dev/full', join(folder, 'job-1.journal'));
    await expect(journals.append(ID, bytes('x'))).rejects.toMatchObject({
      code: 'stateUnwritable',
      params: { reason: 'ENOSPC' },
    });
  });
});

describe('list', () => {
  it('passes over everything that is not a journal of ours', async () => {
    const journals = await openJournalFiles(folder);
    await journals.append(ID, bytes('x'));
    const foreign = [
      'Thumbs.db',
      '.journal',
      'UPPER.journal',
      'a b.journal',
      'job-2.journal.tmp',
      'job-2.journal.damaged-1',
    ];
    for (const name of foreign) await writeFile(join(folder, name), 'x');
    await mkdir(join(folder, 'job-3.journal'));
    expect(await journals.list()).toEqual([ID]);
    expect((await namesInFolder()).length).toBe(foreign.length + 2);
  });
});

describe('read', () => {
  it('of a journal the file system refuses is a damaged state, never an empty one', async () => {
    const journals = await openJournalFiles(folder);
    await mkdir(join(folder, 'job-1.journal'));
    await expect(journals.read(ID)).rejects.toMatchObject({
      code: 'stateDamaged',
      params: { file: 'job-1.journal', reason: 'EISDIR' },
    });
  });
});

describe('setAside', () => {
  it('keeps the first bytes in place and the rest beside them', async () => {
    const journals = await openJournalFiles(folder);
    await journals.append(ID, bytes('good|torn'));
    await journals.setAside(ID, 5);
    expect(text(await journals.read(ID))).toBe('good|');
    expect(await readFile(join(folder, 'job-1.journal.damaged-1'), 'utf8')).toBe('torn');
    await journals.append(ID, bytes('more'));
    expect(text(await journals.read(ID))).toBe('good|more');
    expect(await namesInFolder()).toEqual(['job-1.journal', 'job-1.journal.damaged-1']);
  });

  it('of everything leaves no journal, so that the job is not met again', async () => {
    const journals = await openJournalFiles(folder);
    await journals.append(ID, bytes('rubbish'));
    await journals.setAside(ID, 0);
    expect(await journals.list()).toEqual([]);
    expect(await readFile(join(folder, 'job-1.journal.damaged-1'), 'utf8')).toBe('rubbish');
  });

  it('twice keeps both, and never takes a name that is in use', async () => {
    const journals = await openJournalFiles(folder);
    await mkdir(join(folder, 'job-1.journal.damaged-2'));
    await journals.append(ID, bytes('aFIRST'));
    await journals.setAside(ID, 1);
    await journals.append(ID, bytes('SECOND'));
    await journals.setAside(ID, 1);
    expect(await readFile(join(folder, 'job-1.journal.damaged-1'), 'utf8')).toBe('FIRST');
    expect(await readFile(join(folder, 'job-1.journal.damaged-3'), 'utf8')).toBe('SECOND');
    expect(text(await journals.read(ID))).toBe('a');
  });

  it('cuts a torn end off where there is no way to keep it', async () => {
    const journals = await openJournalFiles(folder);
    // A name to which the file system lets nothing be added.
    const long = 'j'.repeat(LONGEST_NAME - '.journal'.length) as JobId;
    await journals.append(long, bytes('good|torn'));
    await journals.setAside(long, 5);
    expect(text(await journals.read(long))).toBe('good|');
    expect(await namesInFolder()).toEqual([`${long}.journal`]);
  });

  it('of everything removes nothing that cannot be kept, and says so in the words of the contract', async () => {
    const journals = await openJournalFiles(folder);
    const long = 'j'.repeat(LONGEST_NAME - '.journal'.length) as JobId;
    await journals.append(long, bytes('rubbish'));
    await expect(journals.setAside(long, 0)).rejects.toMatchObject({
      code: 'stateUnwritable',
      params: { reason: 'ENAMETOOLONG' },
    });
    expect(text(await journals.read(long))).toBe('rubbish');
  });

  it('goes through although an earlier one was cut short', async () => {
    const journals = await openJournalFiles(folder);
    await writeFile(join(folder, 'job-1.journal.tmp'), 'left by a power cut, and longer than what replaces it');
    await journals.append(ID, bytes('good|torn'));
    await journals.setAside(ID, 5);
    expect(text(await journals.read(ID))).toBe('good|');
    expect(await namesInFolder()).toEqual(['job-1.journal', 'job-1.journal.damaged-1']);
  });
});

it('brings a job back from a disk on which its last record was torn', async () => {
  const at = '2026-01-02T03:04:05.678Z';
  const journals = await openJournalFiles(folder);
  await journals.append(ID, encodeRecord({ at, event: { kind: 'created', id: ID, file: FILE, target: TARGET } }));
  await journals.append(ID, encodeRecord({ at, event: { kind: 'queued' } }));
  const whole = await journals.read(ID);
  await journals.append(ID, encodeRecord({ at, event: { kind: 'checkStarted' } }).subarray(0, 11));
  const job = await loadJob(await openJournalFiles(folder), ID);
  expect(job.phase.kind).toBe('queued');
  expect(await journals.read(ID)).toEqual(whole);
});
