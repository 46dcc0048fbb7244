import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  type CleanupDeps,
  type CleanupOptions,
  cleanupCommand,
  createAsk,
} from '../../../../main/cli/cleanup-command.ts';
import { createOutput } from '../../../../main/cli/output.ts';
import { lineText } from '../../../../main/cli/text.ts';
import { AppError, type ImportStatistics } from '../../../../preload/contract/index.ts';
import { CONTAINER_URL, DONE, NOW, sampleBlob, sampleRequest } from '../../../support/cleanup/samples.ts';

const BLOBS = [
  sampleBlob({ sizeBytes: 3 * 1024 ** 3 }),
  sampleBlob({ name: 'job-2.pst', sizeBytes: 1024 ** 3 }),
  sampleBlob({ name: 'notes.txt', metadata: {} }),
];
const REQUESTS = [DONE, { ...DONE, requestId: 'r-2', sourceUri: `${CONTAINER_URL}/job-2.pst` }];

type World = Partial<CleanupOptions> & {
  readonly answer?: boolean | null;
  readonly json?: boolean;
  /** What the engine says, one reading after another. */
  readonly readings?: readonly (readonly ImportStatistics[])[];
  readonly remove?: CleanupDeps['store']['remove'];
  readonly stepMs?: number;
};

async function run({ answer = true, json = false, readings = [REQUESTS], remove, stepMs = 60_000, ...options }: World) {
  const out: string[] = [];
  const err: string[] = [];
  const sent: string[] = [];
  const asked: string[] = [];
  let read = 0;
  let monotonicMs = 0;
  const streams = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
  };
  const context = { output: createOutput(streams, json, lineText), signal: new AbortController().signal };
  const deps: CleanupDeps = {
    containerUrl: CONTAINER_URL,
    store: {
      async *list() {
        yield* BLOBS;
      },
      remove: async (name, etag, signal) => {
        sent.push(name);
        return remove ? remove(name, etag, signal) : 'removed';
      },
    },
    engine: {
      list: async () => {
        read += 1;
        return readings[Math.min(read, readings.length) - 1] ?? [];
      },
    },
    jobs: () => [],
    clock: {
      now: () => NOW,
      monotonicMs: () => {
        monotonicMs += stepMs;
        return monotonicMs;
      },
      sleep: async () => undefined,
    },
    random: () => 0,
    ask:
      answer === null
        ? null
        : async (question) => {
            asked.push(question);
            return answer;
          },
  };
  const code = await cleanupCommand({ whatIf: false, yes: false, ...options }, context, deps);
  return { code, out: out.join(''), err: err.join(''), sent, asked, reads: read };
}

describe('cleanup', () => {
  it('shows the plan, asks once, removes, and shows what became of it', async () => {
    const { code, out, err, asked, sent } = await run({});
    expect(out.split('\n')).toEqual([
      'remove      3.0 GiB    29 d  Completed     job-1.pst  (its import is done)',
      'remove      1.0 GiB    29 d  Completed     job-2.pst  (its import is done)',
      'keep         1000 B    30 d  -             notes.txt  (PST Ferry did not write it)',
      'removed     3.0 GiB    29 d  Completed     job-1.pst  (its import is done)',
      'removed     1.0 GiB    29 d  Completed     job-2.pst  (its import is done)',
      '',
    ]);
    expect(err).toBe('To be removed: 2 blobs (4.0 GiB). 1 stays.\nRemoved 2 blobs (4.0 GiB).\n');
    expect(asked).toEqual(['Remove 2 blobs (4.0 GiB)? [y/N] ']);
    expect(sent).toEqual(['job-1.pst', 'job-2.pst']);
    expect(code).toBe(0);
  });

  it('removes nothing when the answer is no', async () => {
    const { code, out, err, sent } = await run({ answer: false });
    expect([code, sent, out.includes('removed')]).toEqual([130, [], false]);
    expect(err).toContain('Nothing was removed.');
  });

  it('with --what-if ends after the plan, asks nobody and removes nothing', async () => {
    const { code, out, sent, asked } = await run({ whatIf: true, yes: true, answer: null });
    expect([code, sent, asked, out.split('\n').length]).toEqual([0, [], [], 4]);
  });

  it('with --yes asks nobody', async () => {
    const { code, sent, asked } = await run({ yes: true, answer: null });
    expect([code, sent.length, asked]).toEqual([0, 2, []]);
  });

  it('without a terminal and without --yes is wrong usage, before anything is looked at', async () => {
    await expect(run({ answer: null })).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([-1, 1.5, Number.NaN])('takes no age of %d days', async (olderThan) => {
    await expect(run({ olderThan })).rejects.toMatchObject({ code: 'usage' });
  });

  it('keeps what is younger than asked, and then has nothing to ask', async () => {
    const { code, asked, sent, err } = await run({ olderThan: 30 });
    expect([code, asked, sent]).toEqual([0, [], []]);
    expect(err).toBe('To be removed: 0 blobs (0 B). 3 stay.\nNothing was removed.\n');
  });

  it('asks the service again before each delete, and keeps what has come into use', async () => {
    const running = [...REQUESTS, sampleRequest('running', { sourceUri: `${CONTAINER_URL}/job-2.pst` })];
    const { code, out, sent } = await run({ readings: [REQUESTS, REQUESTS, running] });
    expect(sent).toEqual(['job-1.pst']);
    expect(out).toContain('kept        1.0 GiB    29 d  Completed, Running  job-2.pst  (its import has not ended)\n');
    expect(code).toBe(2);
  });

  it('uses a reading of a few seconds ago for the next blob', async () => {
    expect((await run({ stepMs: 1 })).reads).toBe(1);
    expect((await run({ stepMs: 5_000 })).reads).toBe(3);
  });

  it('tells why the storage refused, goes on, and ends as failed', async () => {
    const remove = async (name: string) => {
      if (name === 'job-1.pst') throw new AppError('uploadForbidden', { status: 403, reason: 'X' });
      return 'removed' as const;
    };
    const { code, out, err } = await run({ remove });
    expect(code).toBe(3);
    expect(out).toContain('kept        3.0 GiB    29 d  Completed     job-1.pst  (the storage refused to remove it)');
    expect(err).toContain('[uploadForbidden]');
    expect(err).toContain('Removed 1 blob (1.0 GiB).');
  });

  it('with --json has a line for each blob, planned and done', async () => {
    const { out, err } = await run({ json: true, yes: true });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ kind, blob, action }) => [kind, blob, action])).toEqual([
      ['blob', 'job-1.pst', 'remove'],
      ['blob', 'job-2.pst', 'remove'],
      ['blob', 'notes.txt', 'keep'],
      ['blob', 'job-1.pst', 'removed'],
      ['blob', 'job-2.pst', 'removed'],
    ]);
    expect(err).toBe('');
  });
});

describe('the question', () => {
  function terminal(isTTY = true) {
    const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
    const output = Object.assign(new PassThrough(), { isTTY: true });
    return { input, output, ask: createAsk(input, output) };
  }
  const signal = new AbortController().signal;

  it.each([
    ['y\n', true],
    [' Yes \n', true],
    ['n\n', false],
    ['\n', false],
    ['yellow\n', false],
  ])('answered with %j is %s', async (typed, expected) => {
    const { input, output, ask } = terminal();
    const answer = ask?.('Remove? ', signal);
    input.write(typed);
    expect(await answer).toBe(expected);
    expect(String(output.read())).toContain('Remove? ');
  });

  it('whose terminal ends is a no', async () => {
    const { input, ask } = terminal();
    const answer = ask?.('Remove? ', signal);
    input.end();
    expect(await answer).toBe(false);
  });

  it('that is stopped throws the reason', async () => {
    const stop = new AbortController();
    const answer = terminal().ask?.('Remove? ', stop.signal);
    stop.abort('cancel');
    await expect(answer).rejects.toBe('cancel');
  });

  it('cannot be asked without a terminal', () => {
    expect(terminal(false).ask).toBeNull();
  });
});
