import { expect, it } from 'vitest';
import { createNoConnection, createSwitchboard } from '../../../../main/migration/switchboard.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { FakeEngine } from '../../../support/migration/fake-ports.ts';

const { signal } = new AbortController();

it('what holds it goes on over the new connection, and the old one is closed', async () => {
  const closed: string[] = [];
  const first = { ...createNoConnection('a'), engine: new FakeEngine(), close: async () => void closed.push('first') };
  const second = { ...createNoConnection('b'), engine: new FakeEngine() };
  second.engine.kind = 'purview';
  const { engine, replace, current } = createSwitchboard(first);
  await engine.suspend('r', signal);
  await replace(second);
  await engine.resume('r', signal);
  expect([first.engine.calls, second.engine.calls]).toEqual([['suspend'], ['resume']]);
  expect([engine.kind, current(), closed]).toEqual(['purview', second, ['first']]);
});

it('without a connection everything refuses and says so', async () => {
  const { engine, storage, upload } = createNoConnection('not set');
  const missing = new AppError('connectionMissing', { reason: 'not set' });
  await expect(storage.grant('a.pst', 'import', signal)).rejects.toEqual(missing);
  await expect(engine.list(signal)).rejects.toEqual(missing);
  const input = { jobId: 'j', path: '/a', stagedIds: [], startedCommits: [], replacesJobId: null };
  const signature = { sizeBytes: 1, modifiedMs: 1, changedMs: 1, fileId: 'f' };
  const conditions = {
    current: () => ({ limitBytesPerSecond: null, holdFor: null }),
    begin: () => () => undefined,
    onChange: () => () => undefined,
    onWake: () => () => undefined,
  };
  const access = { blobUri: 'https://a.example/c/a.pst', sasToken: '' };
  const options = { signal, renew: async () => access, conditions };
  await expect(upload({ ...input, signature }, access, options).next()).rejects.toEqual(missing);
});
