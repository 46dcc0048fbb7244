import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../support/pst-damage/random.ts';
import { startFaultProxy } from '../../support/storage/fault-proxy.ts';
import type { ProgramOrder } from '../../support/storage/program-messages.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { buildUploadProgram, startUploadProgram } from '../../support/storage/start-program.ts';
import { isFile, scratchFolder, sha256OfFile, writeTestFile } from '../../support/storage/test-file.ts';

const MIB = 1024 * 1024;
const IS_LONG = process.env.PST_FERRY_LONG === '1';
const SIZE_BYTES = IS_LONG ? 2048 * MIB : 64 * MIB;
const BLOCK_BYTES = IS_LONG ? 8 * MIB : MIB;
const LANES = { first: 4, most: 8 };
const KILLS = Number(process.env.PST_FERRY_KILLS ?? 50);
/** Uploads that are killed side by side. */
const AT_ONCE = 3;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let script: string;
let path: string;
let sha256: string;

beforeAll(async () => {
  folder = await scratchFolder();
  path = join(folder.path, 'mail.pst');
  await writeTestFile(path, SIZE_BYTES);
  sha256 = await sha256OfFile(path);
  script = await buildUploadProgram(folder.path);
});

afterAll(() => folder.remove());

/** Where a kill strikes: when a request arrives, in its body, or when it has been carried out and not yet answered. */
const MOMENTS = ['arrival', 'body', 'done'] as const;
type Kill = { readonly operation: 'stage' | 'commit'; readonly afterBlocks: number; readonly moment: string };

function planKill(number: number): Kill {
  const random = createRandom(number);
  const operation = random.below(10) === 0 ? 'commit' : 'stage';
  return { operation, afterBlocks: random.below(SIZE_BYTES / BLOCK_BYTES), moment: random.pick(MOMENTS) };
}

/** Arms the store of one upload with a kill. */
function arm(store: ScriptedStore, kill: Kill, strike: () => void): void {
  store.script = (request) => {
    const isReached = request.operation === kill.operation && store.counts.acceptedBlocks >= kill.afterBlocks;
    // The last block may have been on its way before the one it was to come after; the commit is the last chance.
    const isDue = isReached || request.operation === 'commit';
    if (!isDue) return null;
    if (kill.moment === 'arrival') strike();
    // A body of several pieces is on its way when the script is asked; a turn later some of it has come.
    if (kill.moment === 'body') setImmediate(strike);
    if (request.operation !== 'commit' || kill.moment === 'arrival') return null;
    // With an answer it could be over before the kill.
    if (kill.moment === 'done') setImmediate(strike);
    return { kind: 'loseAnswer' };
  };
  store.onAccepted = () => {
    if (kill.moment === 'done' && kill.operation === 'stage' && store.counts.acceptedBlocks > kill.afterBlocks)
      strike();
  };
}

async function killAndGoOn(number: number) {
  const store = await startScriptedStore({ keepsBytes: false });
  // A job knows a blob of its name again where it cannot ask what is in it.
  const blobName = `job-${number}.pst`;
  // Every other one without the right to ask the store what it has.
  const rights = number % 2 === 0 ? 'rcw' : 'cw';
  const grant = () => store.grant({ blobName, rights });
  const order = (): ProgramOrder => ({
    number,
    path,
    jobId: `job-${number}`,
    address: grant(),
    blockBytes: BLOCK_BYTES,
    journal: join(folder.path, `journal-${number}`),
    lanes: LANES,
    limitBytesPerSecond: null,
    speed: 1,
  });
  const first = await startUploadProgram(script, grant);
  arm(store, planKill(number), () => first.kill('SIGKILL'));
  const killed = await first.run(order());
  await first.stop();
  store.script = () => null;
  store.onAccepted = () => undefined;
  const second = await startUploadProgram(script, grant);
  const ending = await second.run(order());
  await second.stop();
  const blob = store.blob(blobName);
  const row = {
    number,
    killed: killed.kind,
    ending: ending.kind === 'done' ? ending.sha256 : ending,
    isWhole: await isFile(blob, path),
    sha256: blob.metadata.sha256,
    commits: blob.commits,
    resentBytes: store.counts.blockBytes - SIZE_BYTES,
    plan: planKill(number),
    rights,
  };
  await store.close();
  return row;
}

/** Does the work of all numbers, some side by side. */
async function inTurn<T>(numbers: readonly number[], work: (number: number) => Promise<T>): Promise<T[]> {
  const rows: T[] = [];
  const left = [...numbers];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) rows.push(await work(next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return rows;
}

test(`RS-4.3.1 kill -9 at ${KILLS} random moments: the bytes arrive, no more is sent again than was under way, one commit`, {
  timeout: IS_LONG ? 3_600_000 : 300_000,
}, async () => {
  const numbers = Array.from({ length: KILLS }, (_, index) => index + 1);
  const rows = await inTurn(numbers, killAndGoOn);
  const wrong = rows.filter(
    (row) => !(row.ending === sha256 && row.isWhole && row.sha256 === sha256 && row.commits === 1),
  );
  expect(wrong).toEqual([]);
  expect(rows.filter(({ killed }) => killed === 'killed')).toHaveLength(KILLS);
  const resent = rows.map(({ resentBytes }) => resentBytes).sort((a, b) => a - b);
  const most = resent.at(-1) ?? 0;
  console.info(`${KILLS} kills: sent again at most ${most} bytes, median ${resent[Math.floor(KILLS / 2)]}`);
  expect(rows.filter(({ resentBytes }) => resentBytes > LANES.most * BLOCK_BYTES)).toEqual([]);
});

test('RS-4.3.14 a PC that sleeps at 20 moments: nothing is shown as an error or as silence, and it goes on soon', async () => {
  const store = await startScriptedStore({ keepsBytes: false });
  const proxy = await startFaultProxy(store.port);
  const blobName = 'sleep.pst';
  const grant = () => store.grant({ blobName, rights: 'rcw' }, proxy.port);
  const program = await startUploadProgram(script, grant);
  const speed = 40;
  const blocks = 256;
  const sleeper = join(folder.path, 'sleeper.pst');
  await writeTestFile(sleeper, blocks * 64 * 1024);
  const running = program.run({
    number: 1,
    path: sleeper,
    jobId: 'job-1',
    address: grant(),
    blockBytes: 64 * 1024,
    journal: join(folder.path, 'journal-sleep'),
    lanes: LANES,
    // Six seconds of this PC without the sleeps.
    limitBytesPerSecond: (await stat(sleeper)).size / 6 / speed,
    speed,
  });
  const delaysMs: number[] = [];
  for (let moment = 1; moment <= 20; moment++) {
    await whenAccepted(store, Math.floor((moment * (blocks - 20)) / 21));
    program.kill('SIGSTOP');
    // The network card sleeps as well: connections are gone when it wakes. 28 s by the program's clock.
    await proxy.cut();
    await delay(700);
    await proxy.mend();
    const seen = store.counts.acceptedBlocks;
    const wokeAtMs = performance.now();
    program.kill('SIGCONT');
    await whenAccepted(store, seen + 1);
    delaysMs.push((performance.now() - wokeAtMs) * speed);
  }
  const ending = await running;
  const isWhole = await isFile(store.blob(blobName), sleeper);
  await program.stop();
  await proxy.close();
  await store.close();
  console.info(`20 sleeps: under way again after at most ${Math.round(Math.max(...delaysMs))} ms of the clock`);
  expect({ kind: ending.kind, isWhole }).toEqual({ kind: 'done', isWhole: true });
  expect(program.waits).not.toContain('silent');
  expect(Math.max(...delaysMs)).toBeLessThanOrEqual(15_000);
});

/** Resolves when at least so many blocks were accepted. */
function whenAccepted(store: ScriptedStore, blocks: number): Promise<void> {
  if (store.counts.acceptedBlocks >= blocks) return Promise.resolve();
  return new Promise((resolve) => {
    store.onAccepted = () => {
      if (store.counts.acceptedBlocks >= blocks) resolve();
    };
  });
}
