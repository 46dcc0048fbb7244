import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALL_FOLDERS,
  AppError,
  COMMAND_NAMES,
  type CommandName,
  commandChannel,
  commands,
  JobId,
  RootId,
} from '../../../../preload/contract/index.ts';
import { createFakeHandlers, createSnapshot, createWire, ID } from './support.ts';

const ORDER = { candidateId: ID, target: { mailbox: ' anna@example.com ', isArchive: false, rootFolder: '' } };

/** One message each command accepts. */
const GOOD: Record<CommandName, unknown> = {
  getSnapshot: null,
  startScan: { rootIds: [ID] },
  cancelScan: null,
  refreshRoots: null,
  listDenied: null,
  getSkipList: null,
  setSkipList: { folders: ['/proc'] },
  exportCandidates: { format: 'csv' },
  chooseFolder: null,
  inspectCandidate: { candidateId: ID },
  listMessages: { candidateId: ID, folderId: 1, offset: 0, limit: 10, order: 'newest' },
  readMessage: { candidateId: ID, messageId: 1 },
  findOverlaps: { candidateId: ID, otherIds: [ID] },
  startMigration: { orders: [ORDER] },
  pauseJob: { jobId: ID },
  resumeJob: { jobId: ID },
  cancelJob: { jobId: ID },
  openMailboxFolder: { jobId: ID },
  getConnection: null,
  setConnection: { connection: { engine: 'purview' } },
  takeSecret: { name: 'uploadSas', from: 'clipboard' },
  forgetSecret: { name: 'uploadSas' },
  testConnection: { mailbox: null, isArchive: false },
  cancelTest: null,
  openHandover: { jobId: ID },
};

describe('a command of our window', () => {
  test.each(COMMAND_NAMES)('%s reaches its handler and answers', async (name) => {
    const { send, bugs, refused } = createWire(createFakeHandlers());
    const reply = await send(name, GOOD[name]);
    expect([reply.ok, bugs, refused]).toEqual([true, [], []]);
    if (reply.ok) expect(commands[name].response.safeParse(reply.value).success).toBe(true);
  });

  test('gives the handler the parsed message, without what the schema does not know', async () => {
    const seen: unknown[] = [];
    const handlers = createFakeHandlers({
      startMigration: async (request) => {
        seen.push(request);
        return [JobId.parse('job-1')];
      },
    });
    const { send } = createWire(handlers);
    const reply = await send('startMigration', { orders: [{ ...ORDER, path: '/etc/passwd' }], path: 'x' });
    expect(reply).toEqual({ ok: true, value: ['job-1'] });
    expect(seen).toEqual([
      { orders: [{ candidateId: ID, target: { ...ORDER.target, ...ALL_FOLDERS, mailbox: 'anna@example.com' } }] },
    ]);
  });

  test('can be taken back', () => {
    const { listeners, unregister } = createWire(createFakeHandlers());
    expect([...listeners.keys()]).toEqual(COMMAND_NAMES.map(commandChannel));
    unregister();
    expect(listeners.size).toBe(0);
  });
});

describe('a failure', () => {
  test('someone can act on arrives with its code and facts', async () => {
    const failure = new AppError('jobNotInState', { state: 'done' }, { cause: new Error('inner') });
    const { send, bugs } = createWire(createFakeHandlers({ pauseJob: () => Promise.reject(failure) }));
    expect(await send('pauseJob', GOOD.pauseJob)).toEqual({
      ok: false,
      error: {
        code: 'jobNotInState',
        params: { state: 'done' },
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(bugs).toEqual([]);
  });

  test('nobody foresaw arrives as internal and is told once, under the same number', async () => {
    const bug = new TypeError('secret detail');
    const { send, bugs } = createWire(createFakeHandlers({ cancelScan: () => Promise.reject(bug) }));
    const reply = await send('cancelScan', null);
    expect(reply).toEqual({
      ok: false,
      error: { code: 'internal', params: {}, correlationId: bugs[0]?.correlationId },
    });
    expect(bugs.map(({ error }) => error)).toEqual([bug]);
  });

  test('thrown before there is a promise counts the same', async () => {
    const handlers = createFakeHandlers({
      cancelScan: () => {
        throw new AppError('stateInUse');
      },
    });
    expect(await createWire(handlers).send('cancelScan', null)).toMatchObject({
      ok: false,
      error: { code: 'stateInUse' },
    });
  });

  test('is an answer that does not fit its schema', async () => {
    const handlers = createFakeHandlers({ getSnapshot: async () => ({ ...createSnapshot(), seq: -1 }) });
    const { send, bugs } = createWire(handlers);
    expect(await send('getSnapshot', null)).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(bugs).toHaveLength(1);
  });
});

describe('a message from elsewhere', () => {
  const strict = () => {
    const called: string[] = [];
    const note = (name: CommandName) => async () => {
      called.push(name);
      throw new Error('must not be reached');
    };
    return {
      called,
      handlers: createFakeHandlers(Object.fromEntries(COMMAND_NAMES.map((name) => [name, note(name)]))),
    };
  };

  test.each(COMMAND_NAMES)('does not reach %s, and what it holds is not looked at', async (name) => {
    const { called, handlers } = strict();
    const { send, refused, bugs } = createWire(handlers, () => false);
    for (const payload of [GOOD[name], 'nonsense']) {
      expect(await send(name, payload)).toMatchObject({
        ok: false,
        error: { code: 'senderRefused', params: { command: name } },
      });
    }
    expect([called, bugs, refused]).toEqual([[], [], [`${name} senderRefused`, `${name} senderRefused`]]);
  });

  test('is one whose frame is gone', async () => {
    const { called, handlers } = strict();
    const { send } = createWire(handlers, () => {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    });
    expect(await send('cancelScan', null)).toMatchObject({ error: { code: 'senderRefused' } });
    expect(called).toEqual([]);
  });
});

describe('a message that does not fit', () => {
  test('is refused by name and place, without its content', async () => {
    const { send, refused } = createWire(createFakeHandlers());
    const reply = await send('startScan', { rootIds: [ID, '../../etc/passwd'] });
    expect(reply).toMatchObject({
      error: { code: 'requestInvalid', params: { command: 'startScan', at: 'rootIds.1' } },
    });
    expect(JSON.stringify(reply)).not.toContain('passwd');
    expect(refused).toEqual(['startScan requestInvalid']);
  });

  test.each(COMMAND_NAMES)('never gets past the schema of %s, whatever it is', async (name) => {
    const seen: unknown[] = [];
    const take = async (request: unknown) => {
      seen.push(request);
      return null;
    };
    const handlers = createFakeHandlers({
      startScan: take,
      cancelScan: take,
      pauseJob: take,
      resumeJob: take,
      cancelJob: take,
    });
    const { send, bugs } = createWire(handlers);
    await fc.assert(
      fc.asyncProperty(hostile(name), async (payload) => {
        const reply = await send(name, payload);
        const fits = commands[name].request.safeParse(payload).success;
        expect(reply).toMatchObject(fits ? { ok: true } : { ok: false, error: { code: 'requestInvalid' } });
      }),
      { numRuns: 400 },
    );
    expect(bugs).toEqual([]);
    for (const request of seen) expect(commands[name].request.safeParse(request).success).toBe(true);
  });

  test.each(COMMAND_NAMES)('is a missing one, for %s', async (name) => {
    expect(await createWire(createFakeHandlers()).send(name)).toMatchObject({
      ok: false,
      error: { code: 'requestInvalid' },
    });
  });

  test('may be huge, deep or pretend to be a prototype', async () => {
    const { send } = createWire(createFakeHandlers());
    const huge = 'a'.repeat(10 * 1024 * 1024);
    let deep: unknown = null;
    for (let depth = 0; depth < 1000; depth += 1) deep = { jobId: deep };
    const proto: unknown = JSON.parse('{"__proto__": {"jobId": "a"}}');
    for (const payload of [{ jobId: huge }, deep, proto, { jobId: Number.NaN }, { jobId: '\ud800' }, 2 ** 53]) {
      expect(await send('cancelJob', payload)).toMatchObject({ ok: false, error: { code: 'requestInvalid' } });
    }
    const target = { mailbox: huge, isArchive: false, rootFolder: huge };
    expect(await send('startMigration', { orders: [{ candidateId: ID, target }] })).toMatchObject({ ok: false });
  });
});

// Half of the messages are near misses: a good one with one place of it replaced.
function hostile(name: CommandName): fc.Arbitrary<unknown> {
  const junk = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true }),
    fc.string({ unit: 'binary' }),
  );
  const good = GOOD[name];
  if (typeof good !== 'object' || good === null) return junk;
  const keys = Object.keys(good);
  const near = fc.tuple(fc.constantFrom(...keys), junk).map(([key, value]) => ({ ...good, [key]: value }));
  return fc.oneof(
    junk,
    near,
    near.map((payload) => [payload]),
  );
}

test('ids the fixtures use are ids', () => {
  expect(RootId.parse(ID)).toBe(ID);
});
