import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownJob } from '../../../../main/cleanup/known-job.ts';
import type { CleanupFacts } from '../../../../main/cleanup/plan.ts';
import {
  type CleanupReason,
  IMPORT_PHASES,
  type ImportPhase,
  type ImportStatistics,
  JOB_STATES,
} from '../../../../preload/contract/index.ts';
import {
  BLOB,
  CONTAINER_URL,
  DONE,
  DONE_JOB,
  dayOf,
  NOW,
  planOf,
  sampleBlob,
  sampleKnownJob,
  sampleRequest,
} from '../../../support/cleanup/samples.ts';

const reasonOf = (facts: Partial<CleanupFacts>): string | undefined => {
  const [planned] = planOf(facts);
  return planned && `${planned.entry.action}: ${planned.entry.reason}`;
};

describe('a blob whose request', () => {
  const REASONS: Readonly<Record<ImportPhase, string>> = {
    queued: 'keep: importRunning',
    running: 'keep: importRunning',
    stalled: 'keep: importRunning',
    suspended: 'keep: importRunning',
    failed: 'keep: importFailed',
    removed: 'keep: importUnknown',
    handedOver: 'keep: importUnknown',
    completed: 'remove: imported',
    completedWithWarning: 'remove: imported',
  };
  it.each(Object.entries(REASONS))('is %s: %s', (phase, expected) => {
    expect(reasonOf({ requests: [sampleRequest(phase as ImportPhase)] })).toBe(expected);
  });

  it.each(IMPORT_PHASES)('is done while another of it is %s goes only when that is done, too', (phase) => {
    const others = [DONE, sampleRequest(phase, { requestId: 'other' })];
    expect(reasonOf({ requests: others })).toBe(REASONS[phase]);
    expect(reasonOf({ requests: others.reverse() })).toBe(REASONS[phase]);
  });

  it('is unknown stays, unless the journal of this PC proves that it was done', () => {
    expect(reasonOf({})).toBe('keep: importUnknown');
    expect(reasonOf({ jobs: [DONE_JOB] })).toBe('remove: imported');
    expect(reasonOf({ jobs: [{ ...DONE_JOB, state: 'doneWithSkips' }] })).toBe('remove: imported');
  });

  it('failed or runs according to the service stays, whatever the journal says', () => {
    expect(reasonOf({ jobs: [DONE_JOB], requests: [sampleRequest('failed')] })).toBe('keep: importFailed');
    const elsewhere = sampleRequest('running', { requestId: DONE.requestId, sourceUri: 'file://server/share/a.pst' });
    expect(reasonOf({ jobs: [DONE_JOB], requests: [elsewhere] })).toBe('keep: importRunning');
  });
});

describe('a blob of a move on this PC', () => {
  const statesOf = (requestId: string | null) =>
    JOB_STATES.map((state) => [state, reasonOf({ requests: [DONE], jobs: [sampleKnownJob(state, { requestId })] })]);

  it('stays as long as that has not ended, although another import of it is done', () => {
    expect(Object.fromEntries(statesOf(null))).toEqual({
      draft: 'keep: uploading',
      queued: 'keep: uploading',
      checking: 'keep: uploading',
      uploading: 'keep: uploading',
      paused: 'keep: uploading',
      uploaded: 'keep: uploading',
      blocked: 'keep: uploading',
      importing: 'keep: importRunning',
      // It never came to an import.
      failed: 'remove: imported',
      cancelled: 'remove: imported',
      done: 'remove: imported',
      doneWithSkips: 'remove: imported',
    });
  });

  it('stays when the service does not know the request of that move, which is not known to be done', () => {
    expect(Object.fromEntries(statesOf('other'))).toEqual({
      ...Object.fromEntries(JOB_STATES.map((state) => [state, 'keep: importRunning'])),
      ...Object.fromEntries(
        ['failed', 'cancelled', 'done', 'doneWithSkips'].map((state) => [state, 'keep: importUnknown']),
      ),
    });
  });

  it.each<[string, Partial<KnownJob>]>([
    ['by its mark', { blob: null }],
    ['by its name', { id: 'other' }],
    ['by what its import reads', { id: 'other', blob: null, statistics: sampleRequest('suspended') }],
  ])('is found %s', (_, changes) => {
    expect(reasonOf({ requests: [DONE], jobs: [sampleKnownJob('paused', changes)] })).toBe('keep: uploading');
  });

  it('is handed over to an administrator: what becomes of it is not known', () => {
    const statistics = sampleRequest('handedOver', { sourceUri: `${CONTAINER_URL}/${BLOB}` });
    const job = sampleKnownJob('done', { requestId: statistics.requestId, statistics, endedAt: dayOf(1) });
    expect(reasonOf({ jobs: [job] })).toBe('keep: importUnknown');
    expect(reasonOf({ jobs: [job], requests: [DONE] })).toBe('keep: importUnknown');
  });
});

describe('a blob that is no business of ours', () => {
  const done = (name: string) => sampleRequest('completed', { sourceUri: `${CONTAINER_URL}/${name}` });
  it.each([
    ['has no marks', { metadata: {} }],
    ['has no hash', { metadata: { jobid: 'job-1' } }],
    ['has no job', { metadata: { sha256: 'ab'.repeat(32) } }],
    ['has a hash of another kind', { metadata: { sha256: 'AB', jobid: 'job-1' } }],
    ['has a job of another kind', { metadata: { sha256: 'ab'.repeat(32), jobid: 'Job 1' } }],
    ['is no PST', { name: 'job-1.pst.txt' }],
    ['is a PST of another program', { name: 'job-1.PST' }],
  ])('because it %s stays', (_, changes) => {
    const blob = sampleBlob(changes);
    expect(reasonOf({ blobs: [blob], requests: [done(blob.name)] })).toBe('keep: notOurs');
  });
});

describe('the address of a request', () => {
  const at = (sourceUri: string, phase: ImportPhase) => reasonOf({ requests: [sampleRequest(phase, { sourceUri })] });
  const spaced = (sourceUri: string) =>
    reasonOf({ blobs: [sampleBlob({ name: 'a b/ä.pst' })], requests: [sampleRequest('completed', { sourceUri })] });

  it.each([
    ['as it is', `${CONTAINER_URL}/${BLOB}`, 'remove: imported', 'keep: importRunning'],
    ['with something behind', `${CONTAINER_URL}/${BLOB}?x=1`, 'remove: imported', 'keep: importRunning'],
    ['of another name', `${CONTAINER_URL}/job-2.pst`, 'keep: importUnknown', 'keep: importUnknown'],
    ['of another case', `${CONTAINER_URL}/Job-1.pst`, 'keep: importUnknown', 'keep: importUnknown'],
    [
      'of another container',
      'https://contoso.blob.core.windows.net/x/job-1.pst',
      'keep: importUnknown',
      'keep: importUnknown',
    ],
    ['of another account', `https://other.example/pst/${BLOB}`, 'keep: importUnknown', 'keep: importRunning'],
    ['that is not told', '', 'keep: importUnknown', 'keep: importRunning'],
    ['that is a share', '\\\\server\\share\\job-1.pst', 'keep: importUnknown', 'keep: importUnknown'],
    ['that is a file', 'file://server/pst/job-1.pst', 'keep: importUnknown', 'keep: importUnknown'],
  ])('%s (%s)', (_, sourceUri, whenDone, whenRunning) => {
    expect([at(sourceUri, 'completed'), at(sourceUri, 'running')]).toEqual([whenDone, whenRunning]);
  });

  it('is read with its percent signs resolved', () => {
    expect(spaced(`${CONTAINER_URL}/a%20b/%C3%A4.pst`)).toBe('remove: imported');
    expect(spaced(`${CONTAINER_URL}/a%20b%2Fä.pst`)).toBe('remove: imported');
  });

  it('of an emulator may have another port, as that changes with each start', () => {
    const requests = [sampleRequest('completed', { sourceUri: `http://127.0.0.1:4001/ferry/pst/${BLOB}` })];
    expect(reasonOf({ containerUrl: 'http://127.0.0.1:4002/ferry/pst', requests })).toBe('remove: imported');
    expect(reasonOf({ containerUrl: 'http://127.0.0.1:4002/other/pst', requests })).toBe('keep: importUnknown');
  });

  it('that is not told does not matter when the request is done or gone, and does when it can go on', () => {
    const unclear = (phase: ImportPhase) =>
      reasonOf({ requests: [DONE, sampleRequest(phase, { requestId: 'unclear', sourceUri: '' })] });
    expect(unclear('completed')).toBe('remove: imported');
    expect(unclear('removed')).toBe('remove: imported');
    expect(unclear('failed')).toBe('keep: importFailed');
  });

  it('does not matter when the request has the name of the job that wrote the blob', () => {
    const named = sampleRequest('running', { name: 'job-1', sourceUri: 'https://other.example/x/y.pst' });
    expect(reasonOf({ requests: [DONE, named] })).toBe('keep: importRunning');
  });
});

describe('the age of a blob', () => {
  const at = (day: number, facts: Partial<CleanupFacts> = {}) => {
    const [planned] = planOf({ requests: [DONE], now: new Date(Date.parse(dayOf(1)) + day * 86_400_000), ...facts });
    return planned && [planned.entry.reason, planned.entry.ageDays];
  };

  it('counts in whole days from the end of its last import', () => {
    expect(at(14.999)).toEqual(['tooYoung', 14]);
    expect(at(15)).toEqual(['imported', 15]);
    const later = sampleRequest('completedWithWarning', { completedAt: dayOf(6) });
    expect(at(15, { requests: [DONE, later] })).toEqual(['tooYoung', 10]);
    expect(at(20, { requests: [later, DONE] })).toEqual(['imported', 15]);
  });

  it('can be asked for: none at all removes what was just imported', () => {
    expect(at(0, { keepDays: 0 })).toEqual(['imported', 0]);
    expect(at(0.5, { keepDays: 1 })).toEqual(['tooYoung', 0]);
  });

  it('counts from its last change while no import of it is known', () => {
    expect(at(8, { requests: [] })).toEqual(['importUnknown', 9]);
  });

  it('is none when the clock of this PC is behind', () => {
    expect(at(-10)).toEqual(['tooYoung', 0]);
  });
});

describe('an import that was done before the blob was last changed', () => {
  const replaced = sampleBlob({ modifiedAt: dayOf(2) });

  it('proves nothing about what the blob holds now', () => {
    expect(reasonOf({ blobs: [replaced], requests: [DONE] })).toBe('keep: importUnknown');
    expect(reasonOf({ blobs: [replaced], jobs: [DONE_JOB] })).toBe('keep: importUnknown');
    const again = sampleRequest('completed', { queuedAt: dayOf(3), completedAt: dayOf(3) });
    expect(reasonOf({ blobs: [replaced], requests: [DONE, again] })).toBe('remove: imported');
  });

  it('proves nothing about the job a blob was marked as shared for afterwards, even when it was still running then', () => {
    const shared = sampleBlob({ modifiedAt: dayOf(2), metadata: { ...replaced.metadata, shared: '1' } });
    const long = sampleRequest('completed', { completedAt: dayOf(3) });
    expect(reasonOf({ blobs: [shared], requests: [long] })).toBe('keep: importUnknown');
    const others = sampleRequest('completed', { requestId: 'b', queuedAt: dayOf(2), completedAt: dayOf(4) });
    expect(reasonOf({ blobs: [shared], requests: [long, others] })).toBe('remove: imported');
    expect(reasonOf({ blobs: [shared], requests: [sampleRequest('running'), others] })).toBe('keep: importRunning');
  });

  it.each([
    ['completedAt', { completedAt: null }],
    ['a readable completedAt', { completedAt: 'yesterday' }],
  ])('is not told from one after it without %s', (_, changes) => {
    expect(reasonOf({ requests: [sampleRequest('completed', changes)] })).toBe('keep: importUnknown');
  });

  it('is told by the end of the move where the service gave no time', () => {
    const statistics = sampleRequest('completed', { completedAt: null });
    expect(reasonOf({ jobs: [{ ...DONE_JOB, statistics }] })).toBe('remove: imported');
  });
});

it('a leased blob stays', () => {
  expect(reasonOf({ blobs: [sampleBlob({ isLeased: true })], requests: [DONE] })).toBe('keep: leased');
});

it('an entry names the blob, its age and the state of its requests, and keeps the blob it was made of', () => {
  const blob = sampleBlob();
  expect(
    planOf({ blobs: [blob], requests: [DONE, sampleRequest('stalled', { sourceUri: 'https://x.example/y/z' })] }),
  ).toEqual([
    {
      blob,
      entry: {
        blob: BLOB,
        sizeBytes: 1000,
        modifiedAt: dayOf(0),
        ageDays: 29,
        requests: [{ id: 'request-completed', status: 'Completed' }],
        action: 'remove',
        reason: 'imported',
      },
    },
  ]);
});

describe('whatever is known', () => {
  const names = fc.constantFrom('a.pst', 'b.pst', 'c.txt');
  const days = fc.integer({ min: 0, max: 30 }).map(dayOf);
  // Mostly done, so that the one that is not makes the difference.
  const phases = fc.oneof(
    { arbitrary: fc.constantFrom<ImportPhase>('completed', 'completedWithWarning'), weight: 4 },
    { arbitrary: fc.constantFrom(...IMPORT_PHASES), weight: 1 },
  );
  const oneRequest = fc.record({
    phase: phases,
    name: names,
    id: fc.uuid(),
    times: fc.tuple(days, days),
    hasEnd: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
  });
  const requests = fc.array(
    oneRequest.map(({ phase, name, id, times, hasEnd }): ImportStatistics => {
      const [queuedAt = '', end = ''] = times.toSorted();
      const sourceUri = `${CONTAINER_URL}/${name}`;
      return sampleRequest(phase, { requestId: id, sourceUri, queuedAt, completedAt: hasEnd ? end : null });
    }),
    { maxLength: 4 },
  );
  const blobs = fc.uniqueArray(names).chain((unique) =>
    fc.tuple(
      ...unique.map((name) =>
        fc
          .record({
            modifiedAt: days,
            isLeased: fc.boolean(),
            isOurs: fc.oneof(fc.boolean(), fc.constant(true)),
            isShared: fc.boolean(),
          })
          .map(({ modifiedAt, isLeased, isOurs, isShared }) => {
            const marks = { ...sampleBlob().metadata, ...(isShared ? { shared: '1' } : {}) };
            return sampleBlob({ name, modifiedAt, isLeased, metadata: isOurs ? marks : {} });
          }),
      ),
    ),
  );
  const jobs = fc.array(
    fc
      .record({
        state: fc.constantFrom(...JOB_STATES, ...(['done', 'doneWithSkips', 'done'] as const)),
        name: names,
        phase: phases,
        hasRequest: fc.boolean(),
      })
      .map(({ state, name, phase, hasRequest }) => {
        const statistics = hasRequest ? sampleRequest(phase, { sourceUri: `${CONTAINER_URL}/${name}` }) : null;
        const requestId = statistics?.requestId ?? null;
        return sampleKnownJob(state, { id: 'x', blob: `pst/${name}`, requestId, statistics, endedAt: dayOf(20) });
      }),
    { maxLength: 2 },
  );
  const facts = fc.record({ blobs, requests, jobs, keepDays: fc.integer({ min: 0, max: 20 }) });
  const isDone = ({ phase }: ImportStatistics) => phase === 'completed' || phase === 'completedWithWarning';
  const reads = (name: string) => (request: ImportStatistics) => request.sourceUri === `${CONTAINER_URL}/${name}`;

  it('nothing goes that is not ours, leased, young, in use, or not proven done; and such a thing does go', () => {
    let removals = 0;
    const property = fc.property(facts, (given) => {
      for (const { blob, entry } of planOf(given)) {
        if (entry.action !== 'remove') continue;
        removals += 1;
        const requestsOfBlob = given.requests.filter(reads(blob.name));
        const jobsOfBlob = given.jobs.filter((job) => job.blob === `pst/${blob.name}`);
        expect(requestsOfBlob.every(isDone)).toBe(true);
        expect(jobsOfBlob.every(({ state }) => ['done', 'doneWithSkips', 'failed', 'cancelled'].includes(state))).toBe(
          true,
        );
        expect(jobsOfBlob.every((job) => job.statistics === null || isDone(job.statistics))).toBe(true);
        const proofs = [...requestsOfBlob, ...jobsOfBlob.flatMap(({ statistics }) => statistics ?? [])].filter(isDone);
        expect(proofs.some(({ completedAt }) => (completedAt ?? dayOf(20)) >= blob.modifiedAt)).toBe(true);
        const isShared = blob.metadata.shared !== undefined;
        expect(!isShared || proofs.some(({ queuedAt }) => queuedAt !== null && queuedAt >= blob.modifiedAt)).toBe(true);
        expect(blob.name.endsWith('.pst') && blob.metadata.jobid !== undefined && !blob.isLeased).toBe(true);
        expect(NOW.getTime() - Date.parse(blob.modifiedAt)).toBeGreaterThanOrEqual(given.keepDays * 86_400_000);
      }
    });
    fc.assert(property, { numRuns: 2_000, seed: 7 });
    expect(removals).toBeGreaterThan(50);
  });

  it('one more request that is not done makes its blob stay, and no blob go', () => {
    const open = fc.constantFrom<ImportPhase>('queued', 'running', 'stalled', 'suspended', 'failed');
    fc.assert(
      fc.property(facts, names, open, (given, name, phase) => {
        const more = sampleRequest(phase, { requestId: 'more', sourceUri: `${CONTAINER_URL}/${name}` });
        const before = planOf(given).map(({ entry }) => entry);
        const after = planOf({ ...given, requests: [...given.requests, more] }).map(({ entry }) => entry);
        const expected = before.map(({ blob, action }) => (blob === name ? 'keep' : action));
        expect(after.map(({ action }) => action)).toEqual(expected);
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });

  it('there is one entry a blob, in order, and only what is done and old enough is said to be removed', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const plan = planOf(given);
        expect(plan.map(({ blob }) => blob)).toEqual(given.blobs);
        const goes: CleanupReason = 'imported';
        for (const { entry } of plan) expect(entry.action === 'remove').toBe(entry.reason === goes);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
