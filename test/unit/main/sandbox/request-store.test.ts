import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecord } from '../../../../main/sandbox/request-record.ts';
import { createRequestStore } from '../../../../main/sandbox/request-store.ts';
import { createFolder } from '../../../support/sandbox/start.ts';

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

function record(id: string, queuedAt: string) {
  const body = {
    name: `job-${id}`,
    mailbox: 'ann@contoso.example',
    isArchive: false,
    targetRootFolder: '',
    includeFolders: [],
    excludeFolders: [],
    blobUri: 'http://127.0.0.1/a/pst/b',
    sasToken: 'sig=secret',
  };
  return createRecord(id, body, queuedAt);
}

test('requests come back oldest first, in the state last saved, and without secrets', async () => {
  const store = createRequestStore(folder.path);
  const [a, b] = [record('a', '2020-01-02T00:00:00.000Z'), record('b', '2020-01-01T00:00:00.000Z')];
  await store.load();
  await Promise.all([store.save(a), store.save(b), store.save({ ...a, status: 'Suspended' })]);
  const loaded = await createRequestStore(folder.path).load();
  expect(loaded).toEqual([b, { ...a, status: 'Suspended' }]);
  expect(JSON.stringify(loaded)).not.toContain('secret');
});

test('a damaged file is set aside, not lost and not taken for a request', async () => {
  const store = createRequestStore(folder.path);
  await store.load();
  await store.save(record('a', '2020-01-02T00:00:00.000Z'));
  await writeFile(join(folder.path, 'c.json'), '{"id": "c"');
  await store.remove('a');
  expect(await store.load()).toEqual([]);
  expect(await readdir(folder.path)).toEqual(['c.json.damaged']);
});

test('a write that failed does not stop the next one', async () => {
  const store = createRequestStore(join(folder.path, 'later'));
  const a = record('a', '2020-01-02T00:00:00.000Z');
  await expect(store.save(a)).rejects.toMatchObject({ code: 'ENOENT' });
  await store.load();
  await store.save(a);
  expect(await store.load()).toEqual([a]);
});
