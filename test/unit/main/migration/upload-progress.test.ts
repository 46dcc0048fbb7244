import { describe, expect, it } from 'vitest';
import { createUploadProgress } from '../../../../main/migration/upload-progress.ts';
import { HandClock } from '../../../support/migration/hand-clock.ts';

const moved = (doneBytes: number, keptBytes = 0) =>
  ({ kind: 'progressed', doneBytes, keptBytes, totalBytes: 100 }) as const;

describe('the progress of an upload', () => {
  it('does not go back to what was sent before while that is found again', () => {
    const progress = createUploadProgress(new HandClock(), 40, 100);
    expect(progress.after(moved(20, 20))).toMatchObject({ doneBytes: 40, keptBytes: 40, bytesPerSecond: null });
    expect(progress.after(moved(50, 30))).toMatchObject({ doneBytes: 50, keptBytes: 30, totalBytes: 100 });
  });

  it('goes back when the store has forgotten it', () => {
    const progress = createUploadProgress(new HandClock(), 40, 100);
    expect(progress.after({ kind: 'blocksLost', ids: ['a'] })).toBeNull();
    expect(progress.after(moved(10))).toMatchObject({ doneBytes: 10, keptBytes: 0 });
  });

  it('has the rate of what is sent, not of what is found', async () => {
    const clock = new HandClock();
    const progress = createUploadProgress(clock, 0, 100);
    progress.after(moved(50, 50));
    await clock.pass(1_000);
    progress.after(moved(60, 50));
    await clock.pass(1_000);
    expect(progress.after(moved(80, 60))).toMatchObject({ bytesPerSecond: 10 });
  });

  it('tells why and since when it waits, until bytes flow', async () => {
    const clock = new HandClock();
    const since = clock.now().toISOString();
    const progress = createUploadProgress(clock, 0, 100);
    progress.after(moved(10));
    expect(progress.after({ kind: 'waiting', reason: 'offline', code: 'ENOTFOUND' })).toMatchObject({
      doneBytes: 10,
      waitingFor: 'offline',
      waitingSince: since,
    });
    await clock.pass(60_000);
    expect(progress.after({ kind: 'waiting', reason: 'stranger', code: '302' })).toMatchObject({
      waitingFor: 'stranger',
      waitingSince: since,
    });
    expect(progress.after({ kind: 'blocksStaged', blocks: [] })).toBeNull();
    expect(progress.after(moved(20))).toMatchObject({ waitingFor: null, waitingSince: null });
    expect(progress.wait('access')).toMatchObject({ waitingFor: 'access', waitingSince: clock.now().toISOString() });
  });
});
