import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeSpawn } from '../../../../main/platform/node-worker.ts';
import type { SpawnWorker, WorkerProcess } from '../../../../main/platform/worker-process.ts';
import { streamFromWorker } from '../../../../main/platform/worker-stream.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';
import { bundleForNode, projectModule } from '../../../support/platform/bundle.ts';

const LIMIT_MS = 30_000;

/** Gives what it was asked for; the input says how it goes on. Real code of ours on both ends of the wire. */
const WORKER = `
  import { AppError } from ${projectModule('preload/contract/index.ts')};
  import { serveWorker } from ${projectModule('main/workers/serve.ts')};
  serveWorker(async function* (input: any, { signal }) {
    yield process.pid;
    yield { env: { ...process.env }, argv: process.execArgv };
    if (input.then === 'crash') process.exit(7);
    if (input.then === 'killed') process.kill(process.pid, 'SIGKILL');
    if (input.then === 'bug') throw new TypeError('a bug of the worker');
    if (input.then === 'expected') throw new AppError('sourceChanged', { sizeBytes: 1 }, { isRetryable: true });
    if (input.then === 'odd') yield () => undefined;
    if (input.then === 'wait') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    if (input.then === 'hang') for (;;) ;
    yield new Uint8Array([1, 2, 3]);
  });
`;

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let spawn: SpawnWorker;
beforeAll(async () => {
  temporary = await temporaryFolder();
  await bundleForNode(temporary.path, 'worker-scan', WORKER);
  await writeFile(join(temporary.path, 'worker-transfer.js'), 'throw new Error("does not even start");');
  spawn = createNodeSpawn(temporary.path);
}, LIMIT_MS);
afterAll(() => temporary.remove());

function start(then: string, silenceMs: number | null = null) {
  const stop = new AbortController();
  let worker: WorkerProcess | null = null;
  const stream = streamFromWorker<unknown>(
    {
      spawn: (name) => {
        worker = spawn(name);
        return worker;
      },
      name: 'worker-scan',
      input: { then },
    },
    {
      signal: stop.signal,
      silenceMs,
      onSilence: () => new AppError('contentsTimeout'),
      onCrash: (exitCode) => new AppError('internal', { exitCode }),
    },
  );
  const exited = () => new Promise<number | null>((resolve) => worker?.onExit(resolve));
  return { stream, stop, exited };
}

/** True while a process of this id runs. */
function isRunning(pid: unknown): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

describe(
  'a worker that is a process of plain Node',
  () => {
    it('gives its values, bytes as bytes, and is gone afterwards', async () => {
      const { stream, exited } = start('end');
      const values: unknown[] = [];
      for await (const value of stream) values.push(value);
      expect(values[0]).not.toBe(process.pid);
      expect(values[2]).toEqual(new Uint8Array([1, 2, 3]));
      await exited();
      expect(isRunning(values[0])).toBe(false);
    });

    it('knows nothing of our environment but what it needs', async () => {
      process.env.FERRY_TEST_SECRET = 'secret';
      const { stream } = start('end');
      await stream.next();
      const { value } = await stream.next();
      await stream.return(undefined);
      delete process.env.FERRY_TEST_SECRET;
      expect(value).toMatchObject({ env: { PATH: process.env.PATH }, argv: [] });
      expect(JSON.stringify(value)).not.toMatch(/SECRET|VITEST|NODE_OPTIONS/);
    });

    it.each([
      ['crash', 7],
      ['killed', null],
    ])('that ends by a %s is told with its exit code', async (then, exitCode) => {
      const { stream } = start(then);
      await stream.next();
      await stream.next();
      await expect(stream.next()).rejects.toMatchObject({ code: 'internal', params: { exitCode } });
    });

    it('hands on what went wrong: an expected failure as such, a bug with its trace', async () => {
      const expected = start('expected').stream;
      await expected.next();
      await expected.next();
      await expect(expected.next()).rejects.toMatchObject({
        code: 'sourceChanged',
        params: { sizeBytes: 1 },
        isRetryable: true,
      });
      const bug = start('bug').stream;
      await bug.next();
      await bug.next();
      await expect(bug.next()).rejects.toThrow(/^worker: TypeError: a bug of the worker\n\s+at /);
    });

    it('that gives what cannot cross the wire has a bug, and is not waited for', async () => {
      const { stream } = start('odd');
      await stream.next();
      await stream.next();
      await expect(stream.next()).rejects.toThrow(/could not be cloned/);
    });

    it('stops when it is told to', async () => {
      const { stream, stop, exited } = start('wait');
      const pid = (await stream.next()).value;
      await stream.next();
      const next = stream.next();
      stop.abort('pause');
      await expect(next).rejects.toBe('pause');
      await exited();
      expect(isRunning(pid)).toBe(false);
    });

    it('that hangs is killed', async () => {
      const { stream, exited } = start('hang', 2_000);
      const pid = (await stream.next()).value;
      await stream.next();
      await expect(stream.next()).rejects.toMatchObject({ code: 'contentsTimeout' });
      expect(await exited()).toBeNull();
      expect(isRunning(pid)).toBe(false);
    });
  },
  LIMIT_MS,
);

describe(
  'a worker that does not start',
  () => {
    it.each([
      ['its program fails at once', 'worker-transfer'],
      ['its program is missing', 'worker-pst-reader'],
    ] as const)('because %s has ended, not hung', async (_why, name) => {
      const worker = spawn(name);
      expect(await new Promise((resolve) => worker.onExit(resolve))).toBe(1);
      // Whoever asks later hears the same, and talking to the dead does no harm.
      expect(await new Promise((resolve) => worker.onExit(resolve))).toBe(1);
      worker.send({ kind: 'next' });
      worker.kill();
    });

    it('because Node itself is missing has ended, not hung', async () => {
      const node = process.execPath;
      process.execPath = join(temporary.path, 'no-node');
      try {
        const worker = spawn('worker-scan');
        expect(await new Promise((resolve) => worker.onExit(resolve))).toBeNull();
      } finally {
        process.execPath = node;
      }
    });
  },
  LIMIT_MS,
);
