import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../../main/platform/log.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

const SIGNATURE = 'S3cr3tSignature';
const SAS = `https://a.example/pst/x.pst?sv=2025-01-05&sp=cw&sig=${SIGNATURE}`;
const LIMIT = 5 * 1024 * 1024;
const now = () => new Date('2026-01-02T03:04:05.678Z');

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder = '';
let path = '';
beforeEach(async () => {
  temporary = await temporaryFolder();
  folder = join(temporary.path, 'state', 'logs');
  path = join(folder, 'pst-ferry.log');
});
afterEach(() => temporary.remove());

async function linesOf(file = path): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The only line a log holds after these facts were written. */
async function lineWith(facts: Readonly<Record<string, unknown>>, message = 'm'): Promise<Record<string, unknown>> {
  const log = createLog(folder, now);
  log.write('info', 's', message, facts);
  await log.flush();
  const lines = await linesOf();
  expect(lines.length).toBe(1);
  return lines[0] ?? {};
}

describe('a log', () => {
  it('holds a line of JSON for each message, in order, for the person alone', async () => {
    const log = createLog(folder, now);
    log.write('info', 'tenant', 'ended', { name: 'worker', code: null });
    log.write('error', 'migration', 'a bug\nended a job');
    await log.flush();
    const at = '2026-01-02T03:04:05.678Z';
    expect(await linesOf()).toEqual([
      { at, level: 'info', scope: 'tenant', message: 'ended', name: 'worker', code: null },
      { at, level: 'error', scope: 'migration', message: 'a bug\nended a job' },
    ]);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('goes on where an earlier run left it', async () => {
    for (const message of ['first', 'second']) {
      const log = createLog(folder, now);
      log.write('info', 's', message);
      await log.flush();
    }
    expect((await linesOf()).map((line) => line.message)).toEqual(['first', 'second']);
  });

  it('keeps what a fact may not replace: when, how bad, where and what', async () => {
    const line = await lineWith({ at: 'never', level: 'debug', scope: 'x', message: 'y', n: 1 });
    expect(line).toEqual({ at: '2026-01-02T03:04:05.678Z', level: 'info', scope: 's', message: 'm', n: 1 });
  });
});

describe('a log holds no secret', () => {
  it.each([
    ['in a fact', { url: SAS }],
    ['deep inside a fact', { a: { b: [{ c: SAS }] } }],
    ['in a header', { headers: { authorization: `Bearer ${SIGNATURE}` } }],
    ['under a telling name, whatever it looks like', { account: { accountKey: SIGNATURE } }],
    ['under a telling name, in a list', { token: [SIGNATURE] }],
    ['in the trace of an error', { stack: new Error(`refused: ${SAS}`).stack }],
    ['in an error', { cause: new Error(`refused: ${SAS}`) }],
    ['in an answer that is JSON itself', { body: JSON.stringify({ sasToken: SIGNATURE }) }],
  ])('%s', async (_where, facts) => {
    await lineWith(facts);
    expect(await readFile(path, 'utf8')).not.toContain(SIGNATURE);
  });

  it('in a message', async () => {
    const { message } = await lineWith({}, `put ${SAS} with Bearer ${SIGNATURE}`);
    expect(message).toBe('put https://a.example/pst/x.pst?sv=…&sp=…&sig=… with Bearer …');
  });

  it('and all the rest', async () => {
    expect(await lineWith({ token: null, status: 403, blob: 'pst/x.pst', nested: { sizeBytes: 7 } })).toMatchObject({
      token: '…',
      status: 403,
      blob: 'pst/x.pst',
      nested: { sizeBytes: 7 },
    });
  });
});

describe('a log never stops the work', () => {
  it('when a fact cannot be written as JSON', async () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(await lineWith({ loop })).toMatchObject({ message: 'm', facts: 'unprintable' });
  });

  it('when a number is too large for JSON', async () => {
    expect(await lineWith({ sizeBytes: 2n ** 60n })).toMatchObject({ sizeBytes: '1152921504606846976' });
  });

  it('when its folder cannot be made', async () => {
    await writeFile(join(temporary.path, 'state'), 'a file in the way');
    const log = createLog(folder, now);
    log.write('info', 's', 'm');
    await expect(log.flush()).resolves.toBeUndefined();
    expect(await readdir(temporary.path)).toEqual(['state']);
  });

  it('when something is in the place of its file, and writes again once it is gone', async () => {
    await mkdir(path, { recursive: true });
    const log = createLog(folder, now);
    log.write('info', 's', 'lost');
    await expect(log.flush()).resolves.toBeUndefined();
    const { rmdir } = await import('node:fs/promises');
    await rmdir(path);
    log.write('info', 's', 'kept');
    await log.flush();
    expect((await linesOf()).map((line) => line.message)).toEqual(['kept']);
  });

  it('when a full log cannot be put aside', async () => {
    await mkdir(join(`${path}.old`, 'in the way'), { recursive: true });
    await writeFile(path, '');
    await truncate(path, LIMIT + 1);
    const log = createLog(folder, now);
    await expect(log.flush()).resolves.toBeUndefined();
    log.write('info', 's', 'm');
    await expect(log.flush()).resolves.toBeUndefined();
  });
});

describe('a log that has grown to its limit', () => {
  it('is put aside by the next run, and the one before it goes', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.old`, 'older still');
    await writeFile(path, '');
    await truncate(path, LIMIT);
    expect(await lineWith({}, 'new')).toMatchObject({ message: 'new' });
    expect((await stat(`${path}.old`)).size).toBe(LIMIT);
    expect((await readdir(folder)).sort()).toEqual(['pst-ferry.log', 'pst-ferry.log.old']);
  });

  it('is put aside while the app runs, so that it never takes more than it may', async () => {
    const log = createLog(folder, now);
    const text = 'x'.repeat(1024 * 1024);
    for (let count = 1; count <= 12; count++) log.write('info', 's', `${count} ${text}`);
    await log.flush();
    const numbers = (lines: Record<string, unknown>[]) =>
      lines.map(({ message }) => Number.parseInt(String(message), 10));
    expect(numbers(await linesOf(`${path}.old`))).toEqual([5, 6, 7, 8]);
    expect(numbers(await linesOf())).toEqual([9, 10, 11, 12]);
    expect((await stat(`${path}.old`)).size).toBeLessThanOrEqual(LIMIT);
  });

  it('just below it is left where it is', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(path, `${' '.repeat(LIMIT - 200)}\n`);
    const log = createLog(folder, now);
    log.write('info', 's', 'm');
    await log.flush();
    expect(await readdir(folder)).toEqual(['pst-ferry.log']);
  });
});
