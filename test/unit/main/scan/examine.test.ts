import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { FakeTree, fakeJudge, fault, file } from '../../../support/scan/fake-tree.ts';
import { collect, fakeMarks, filesOf, pathsOf } from '../../../support/scan/run-scan.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a match', () => {
  test('is told with all that its content and the system say', async () => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1:2', content: 'STORE 1 keys and more', modifiedMs: 7.5 }) });
    const marks = fakeMarks({ '/a.pst': { isEncrypted: true } });
    expect(filesOf(await collect(tree, {}, { marks }))['/a.pst']).toEqual({
      path: '/a.pst',
      name: 'a.pst',
      sizeBytes: 21,
      modifiedMs: 7.5,
      fileId: '1:2',
      format: 'unicode',
      health: 'fine',
      kind: null,
      isRenamed: false,
      isEncrypted: true,
      owner: 'anna',
      headHash: hashOf('STORE 1 '),
      recordKey: 'keys',
    });
    expect([tree.opened.length, tree.openNow]).toEqual([1, 0]);
  });

  test('that is no store has neither hash nor key', async () => {
    const tree = new FakeTree({ 'a.pst': file({ content: 'just some text' }) });
    const found = filesOf(await collect(tree))['/a.pst'];
    expect(found).toMatchObject({ health: 'notPst', kind: 'text', headHash: null, recordKey: null });
  });

  test('whose key cannot be read is told without', async () => {
    const tree = new FakeTree({ 'a.pst': file({ content: 'STORE 1 keys' }) });
    const judge = { ...fakeJudge, readRecordKey: () => Promise.reject(fault('EIO')) };
    const found = filesOf(await collect(tree, {}, { judge }))['/a.pst'];
    expect(found).toMatchObject({ health: 'fine', headHash: hashOf('STORE 1 '), recordKey: null });
    expect(tree.openNow).toBe(0);
  });

  test.each([
    [{ openError: 'EBUSY' }, false, 'inUse'],
    [{ readError: 'EBUSY' }, false, 'inUse'],
    [{ error: 'EBUSY' }, false, 'inUse'],
    [{ openError: 'EACCES' }, true, 'otherAccount'],
    [{ readError: 'EPERM' }, true, 'otherAccount'],
    [{ openError: 'EACCES' }, false, 'unreadable'],
    [{ readError: 'EIO' }, true, 'unreadable'],
    [{ error: 'EACCES' }, false, 'unreadable'],
  ] as const)('refused with %o, encrypted %s: %s', async (refusal, isEncrypted, health) => {
    const tree = new FakeTree({ 'a.pst': file(refusal) });
    const events = await collect(tree, {}, { marks: fakeMarks({ '/a.pst': { isEncrypted } }) });
    expect(filesOf(events)['/a.pst']).toMatchObject({ health, format: 'unknown', headHash: null, recordKey: null });
    expect(tree.openNow).toBe(0);
  });
});

test.each([
  [null, { isPartial: true }, 'cloudOnly'],
  [null, { isHollow: true }, 'cloudOnly'],
  [null, {}, 'fine'],
  [false, { isPartial: true }, 'fine'],
  [false, { isHollow: true }, 'cloudOnly'],
  [true, {}, 'cloudOnly'],
] as const)(
  'a file that the system calls kept elsewhere: %s, and that is %o, is %s',
  async (isCloudOnly, room, health) => {
    const tree = new FakeTree({ 'a.pst': file({ content: 'STORE 1 keys', ...room }) });
    const events = await collect(tree, {}, { marks: fakeMarks({ '/a.pst': { isCloudOnly } }) });
    expect(filesOf(events)['/a.pst']).toMatchObject({ health });
    expect(tree.opened).toEqual(health === 'fine' ? ['/a.pst'] : []);
  },
);

describe('a file that was known before', () => {
  const known = async () => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys' }) });
    return Object.values(filesOf(await collect(tree)));
  };

  test('and has not changed is only touched; its path and its marks are those of today', async () => {
    const tree = new FakeTree({ moved: { 'b.pst': file({ id: '1', content: 'STORE 1 keys' }) } });
    const marks = fakeMarks({ '/moved/b.pst': { owner: 'ben' } });
    const found = filesOf(await collect(tree, { known: await known() }, { marks }));
    const before = (await known())[0];
    expect(found).toEqual({ '/moved/b.pst': { ...before, path: '/moved/b.pst', name: 'b.pst', owner: 'ben' } });
    expect([tree.opened, tree.bytesRead, tree.openNow]).toEqual([['/moved/b.pst'], 1, 0]);
  });

  test.each([
    [{ openError: 'EBUSY' }, false, 'inUse'],
    [{ readError: 'EBUSY' }, false, 'inUse'],
    [{ openError: 'EACCES' }, true, 'otherAccount'],
    [{ readError: 'EPERM' }, false, 'unreadable'],
  ] as const)(
    'and is refused now with %o, encrypted %s: %s, its hash and key still known',
    async (refusal, isEncrypted, health) => {
      const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys', ...refusal }) });
      const marks = fakeMarks({ '/a.pst': { isEncrypted } });
      const found = filesOf(await collect(tree, { known: await known() }, { marks }))['/a.pst'];
      expect(found).toMatchObject({ health, headHash: hashOf('STORE 1 '), recordKey: 'keys' });
      expect(tree.openNow).toBe(0);
    },
  );

  test('and cannot be moved anyway stays what it is when it is in use', async () => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys', readError: 'EBUSY' }) });
    const before = (await known()).map((each) => ({ ...each, health: 'damaged' as const }));
    expect(filesOf(await collect(tree, { known: before }))['/a.pst']).toMatchObject({ health: 'damaged' });
  });

  test('and is gone when it is touched does not count', async () => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys', openError: 'ENOENT' }) });
    expect(pathsOf(await collect(tree, { known: await known() }))).toEqual([]);
  });

  test('and is only in the cloud now is not touched', async () => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys' }) });
    const marks = fakeMarks({ '/a.pst': { isCloudOnly: true } });
    expect(filesOf(await collect(tree, { known: await known() }, { marks }))['/a.pst']).toMatchObject({
      health: 'cloudOnly',
    });
    expect(tree.opened).toEqual([]);
  });

  test.each([[{ id: '2' }], [{ modifiedMs: 1001 }], [{ content: 'STORE 1 keys!' }]])(
    'and has other facts (%o) is opened',
    async (change) => {
      const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys', ...change }) });
      await collect(tree, { known: await known() });
      expect(tree.opened).toEqual(['/a.pst']);
    },
  );

  test.each(['inUse', 'unreadable', 'otherAccount', 'cloudOnly'] as const)('as %s is opened', async (health) => {
    const tree = new FakeTree({ 'a.pst': file({ id: '1', content: 'STORE 1 keys' }) });
    const before = (await known()).map((each) => ({ ...each, health }));
    expect(filesOf(await collect(tree, { known: before }))['/a.pst']).toMatchObject({ health: 'fine' });
  });
});

describe('a deep scan', () => {
  const tree = () =>
    new FakeTree({
      'mail.bak': file({ content: 'STORE 1 keys' }),
      'notes.txt': file({ content: 'no store at all' }),
      short: file({ content: 'STORE' }),
      'text.pst': file({ content: 'no store at all' }),
      'cache.OST': file({ content: 'STORE O' }),
      'cache.old': file({ content: 'STORE O!' }),
      'really.ost': file({ content: 'STORE 1 keys' }),
      locked: file({ openError: 'EBUSY', sizeBytes: 100 }),
      shut: file({ error: 'EACCES' }),
    });

  test('finds stores under any name, but no cache of a mailbox that is named as one', async () => {
    const events = await collect(tree(), { isDeep: true });
    const found = Object.values(filesOf(events)).map(({ path, health, isRenamed }) => [path, health, isRenamed]);
    expect(found.sort()).toEqual([
      ['/cache.old', 'ost', true],
      ['/mail.bak', 'fine', true],
      ['/really.ost', 'fine', true],
      ['/text.pst', 'notPst', false],
    ]);
  });

  test('a plain one finds none of them', async () => {
    expect(pathsOf(await collect(tree()))).toEqual(['/text.pst']);
  });

  test('finds a file by the one of its names that makes it count', async () => {
    const same = file({ id: '1', content: 'no store at all' });
    const events = await collect(new FakeTree({ 'a.txt': same, 'b.pst': same, 'c.txt': same }), { isDeep: true });
    expect(pathsOf(events)).toEqual(['/b.pst']);
  });
});
