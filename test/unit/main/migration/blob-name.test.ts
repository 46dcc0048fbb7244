import { describe, expect, it } from 'vitest';
import { chooseBlob, nameInContainer, ownBlobOf } from '../../../../main/migration/blob-name.ts';
import type { Job, JobEvent, Signature } from '../../../../main/migration/job.ts';
import { createJob, transitionAll } from '../../../../main/migration/transition.ts';
import { ALL_FOLDERS, JobId } from '../../../../preload/contract/index.ts';
import {
  CONTENT_NAME,
  checkedSource,
  FILE,
  SIGNATURE,
  statisticsOf,
  TARGET,
} from '../../../support/migration/fake-ports.ts';

const CHECKED = checkedSource(SIGNATURE);
const ORDER = {
  ...ALL_FOLDERS,
  name: 'x',
  mailbox: TARGET.mailbox,
  isArchive: false,
  targetRootFolder: '',
  source: { blobUri: 'http://127.0.0.1/b', sasToken: 'x' },
};
const OLD: Signature = { ...SIGNATURE, sizeBytes: 20, modifiedMs: 1 };

/** A job of a file, and what happened to it after it was queued; `day` orders the jobs. */
function jobOf(name: string, day: number, events: readonly JobEvent[] = [], path: string = FILE.path): Job {
  const at = `2026-01-0${day}T00:00:00.000Z`;
  const id = JobId.parse(name);
  const job = createJob({ at, event: { kind: 'created', id, file: { ...FILE, path }, target: TARGET } });
  if (!job) throw new Error('not created');
  const all: readonly JobEvent[] = [{ kind: 'queued' }, ...events];
  return transitionAll(
    job,
    all.map((event) => ({ at, event })),
  );
}

const started = (blobName: string, signature = OLD): JobEvent => ({ kind: 'uploadStarted', signature, blobName });
const sent = (blobName: string, signature = OLD): JobEvent[] => [
  started(blobName, signature),
  { kind: 'uploadCommitted', blob: `pst/${blobName}`, sha256: 'f', sizeBytes: 20 },
];
const DONE: JobEvent[] = [
  { kind: 'importStarted', requestId: 'r' },
  { kind: 'importEnded', statistics: statisticsOf(ORDER, 'r') },
];
const IMPORTING: JobEvent = { kind: 'importStarted', requestId: 'r' };
const FAILED: JobEvent = { kind: 'failed', error: { code: 'importFailed', params: {} }, statistics: null };
const NEW = jobOf('new', 9);

describe('the blob of a job', () => {
  it('is the one its content asks for, when nobody has moved the file before', () => {
    expect(chooseBlob(NEW, CHECKED, [NEW])).toEqual({ blobName: CONTENT_NAME, replacesJobId: null });
    const other = jobOf('other', 1, [...sent('other.pst', { ...OLD, fileId: '1:9' }), ...DONE], '/mail/other.pst');
    expect(chooseBlob(NEW, CHECKED, [NEW, other])).toEqual({ blobName: CONTENT_NAME, replacesJobId: null });
  });

  it('stays the one it has', () => {
    const going = jobOf('new', 9, [{ ...started('had.pst'), replacesJobId: JobId.parse('a') } as JobEvent]);
    const ended = jobOf('a', 1, [...sent('a.pst'), ...DONE]);
    const kept = { blobName: 'had.pst', replacesJobId: 'a' };
    expect(chooseBlob(going, CHECKED, [ended, going])).toEqual(kept);
    const blocked = jobOf('new', 9, [
      { ...started('had.pst'), replacesJobId: JobId.parse('a') } as JobEvent,
      { kind: 'blocked', error: { code: 'sourceInUse', params: {} } },
      { kind: 'resumed' },
      { kind: 'checkStarted' },
    ]);
    expect(chooseBlob(blocked, CHECKED, [ended, blocked])).toEqual(kept);
  });

  it('is named by the job in journals that name none', () => {
    const old = jobOf('new', 9, [{ kind: 'uploadStarted', signature: OLD }]);
    expect(chooseBlob(old, CHECKED, [old])).toEqual({ blobName: 'new.pst', replacesJobId: null });
  });

  it.each<[string, readonly JobEvent[]]>([
    ['done', [...sent('a.pst'), ...DONE]],
    ['failed before its import', [...sent('a.pst'), FAILED]],
    ['cancelled before its import', [...sent('a.pst'), { kind: 'cancelled', statistics: null }]],
  ])('is that of the last move of the file, which is %s: what changed since is all that is sent', (_state, events) => {
    const last = jobOf('a', 3, events);
    const before = jobOf('b', 2, [...sent('b.pst'), ...DONE]);
    const choice = { blobName: 'a.pst', replacesJobId: 'a' };
    expect(chooseBlob(NEW, CHECKED, [last, before, NEW])).toEqual(choice);
    // By another path, or as another file in its place.
    expect(chooseBlob(jobOf('new', 9, [], '/elsewhere.pst'), CHECKED, [before, last])).toEqual(choice);
    expect(chooseBlob(NEW, checkedSource({ ...SIGNATURE, fileId: '9:9' }), [before, last])).toEqual(choice);
  });

  it('is not that of a move that sent nothing to its end', () => {
    const early = jobOf('a', 1, [started('a.pst'), { kind: 'cancelled', statistics: null }]);
    expect(chooseBlob(NEW, CHECKED, [early, NEW]).blobName).toBe(CONTENT_NAME);
  });

  it.each<[string, readonly JobEvent[]]>([
    ['imports it', [...sent('a.pst'), { kind: 'importStarted', requestId: 'r' }]],
    ['waits to import it', [...sent('a.pst'), { kind: 'paused' }]],
    ['is replacing it', [started('a.pst')]],
    // Taking the request back may have failed.
    ['was cancelled while it imported it', [...sent('a.pst'), IMPORTING, { kind: 'cancelled', statistics: null }]],
    ['failed while it imported it', [...sent('a.pst'), IMPORTING, FAILED]],
  ])('is not that of a move of which another one %s', (_why, events) => {
    const ended = jobOf('a', 1, [...sent('a.pst'), ...DONE]);
    const busy = jobOf('b', 2, events);
    expect(chooseBlob(NEW, CHECKED, [ended, busy, NEW])).toEqual({ blobName: CONTENT_NAME, replacesJobId: null });
  });

  it('is not that of a move that may still be read', () => {
    const ended: JobEvent[] = [...sent('a.pst'), IMPORTING, { kind: 'cancelled', statistics: null }];
    const last = jobOf('a', 1, ended);
    expect(chooseBlob(NEW, CHECKED, [last, NEW])).toEqual({ blobName: CONTENT_NAME, replacesJobId: null });
  });

  it('may be one of its own, five times', () => {
    const names: (string | null)[] = [];
    for (let name: string | null = 'had.pst'; name; names.push(name)) {
      name = ownBlobOf(jobOf('new', 9, [started(name)]))?.blobName ?? null;
    }
    expect(names).toEqual(['new.pst', 'new-2.pst', 'new-3.pst', 'new-4.pst', 'new-5.pst', null]);
  });
});

it('is named without its container', () => {
  expect(nameInContainer('pst/a.pst')).toBe('a.pst');
});
