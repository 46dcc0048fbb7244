import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Output } from '../../../../main/cli/output.ts';
import { watchCommand } from '../../../../main/cli/watch-command.ts';
import {
  AppError,
  CliLine,
  type EngineKind,
  IMPORT_PHASES,
  type ImportPhase,
  type ImportStatistics,
} from '../../../../preload/contract/index.ts';
import { sampleRequest } from '../../../support/cleanup/samples.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A reading, milliseconds to wait, or an error to end with. */
type Step = ImportStatistics | number | Error;

const at = (phase: ImportPhase, changes: Partial<ImportStatistics> = {}) =>
  sampleRequest(phase, { requestId: 'r', ...changes });

type More = { readonly kind?: EngineKind; readonly names?: Readonly<Record<string, string>> };

function follow(
  scripts: Readonly<Record<string, readonly Step[]>>,
  listed: readonly ImportStatistics[] = [],
  { kind = 'sandbox', names = {} }: More = {},
) {
  const stop = new AbortController();
  const lines: ImportStatistics[] = [];
  const said: string[] = [];
  const errors: string[] = [];
  const progress: string[] = [];
  const output: Output = {
    data: (line) => {
      const parsed = CliLine.parse(line);
      if (parsed.kind === 'import') lines.push(parsed);
    },
    raw: () => undefined,
    say: (text) => said.push(text),
    progress: (text) => progress.push(text),
    error: ({ code }, file) => errors.push(`${file} ${code}`),
  };
  const engine = {
    kind,
    list: async () => listed,
    find: async (name: string) => names[name] ?? null,
    async *watch(id: string, signal: AbortSignal) {
      for (const step of scripts[id] ?? []) {
        if (step instanceof Error) throw step;
        if (typeof step !== 'number') yield step;
        else await wait(step, signal);
      }
    },
  };
  const run = async (ids: readonly string[]) => {
    const code = watchCommand(ids, { output, signal: stop.signal }, engine);
    const settled = code.catch(() => undefined);
    await vi.runAllTimersAsync();
    await settled;
    return code;
  };
  const shown = () => lines.map(({ itemsTransferred, phase }) => `${itemsTransferred} ${phase}`);
  return { run, stop, shown, lines, said, errors, progress };
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

describe('watch', () => {
  it('tells an import to its end, four times a second at most, and nothing of it is lost that stays', async () => {
    const reading = (itemsTransferred: number) => at('running', { itemsTransferred });
    const world = follow({
      r: [reading(1), 10, reading(2), 10, reading(3), 1000, reading(4), 10, reading(5), 10, at('completed')],
    });
    expect(await world.run(['r'])).toBe(0);
    expect(world.shown()).toEqual(['1 running', '3 running', '4 running', '7 completed']);
    expect(world.progress[0]).toBe('some-name to ann@contoso.example: importing 1 of 7 items (10 %)');
  });

  it('without a name follows those that have not ended', async () => {
    const listed = IMPORT_PHASES.map((phase) => sampleRequest(phase));
    const open = ['queued', 'running', 'stalled', 'suspended'];
    const scripts = Object.fromEntries(
      IMPORT_PHASES.map((phase) => [`request-${phase}`, [at('completed', { requestId: `request-${phase}` })]]),
    );
    const world = follow(scripts, listed);
    expect(await world.run([])).toBe(0);
    expect(world.lines.map(({ requestId }) => requestId)).toEqual(open.map((phase) => `request-${phase}`));
  });

  it('with nothing under way says so', async () => {
    const world = follow({}, [sampleRequest('completed')]);
    expect(await world.run([])).toBe(0);
    expect(world.said).toEqual(['No import is under way.']);
  });

  it('follows a request once that is named twice', async () => {
    const world = follow({ r: [at('completed')] });
    await world.run(['r', 'r']);
    expect(world.lines).toHaveLength(1);
  });

  const GUID = '3F2504E0-4f89-41d3-9a0c-0305e82c3301';

  it.each(['exchange', 'onPremises'] as const)(
    'with %s takes an id as it is, and a name for the id it stands for',
    async (kind) => {
      const more = { kind, names: { 'job-1': GUID } };
      const world = follow({ [GUID]: [at('completed')] }, [], more);
      expect(await world.run([GUID])).toBe(0);
      expect(await world.run(['job-1', GUID])).toBe(0);
      expect(world.lines).toHaveLength(2);
    },
  );

  it.each(['exchange', 'onPremises'] as const)(
    'with %s follows nothing when a name is nobody’s, and says which',
    async (kind) => {
      const world = follow({ [GUID]: [at('completed')] }, [], { kind });
      const detail = expect.stringContaining('job-7');
      await expect(world.run([GUID, 'job-7'])).rejects.toMatchObject({ code: 'usage', params: { detail } });
      expect([world.lines, world.errors]).toEqual([[], []]);
    },
  );

  it.each<[string, readonly Step[], number, string[]]>([
    ['done', [at('completed')], 0, []],
    ['done with skips', [at('completed', { skipped: [{ reason: 'tooLarge', count: 1 }] })], 2, []],
    ['done with a warning', [at('completedWithWarning')], 2, []],
    ['handed over', [at('handedOver')], 0, []],
    ['failed', [at('failed', { failure: { code: 'importFailed', params: {} } })], 3, ['r importFailed']],
    ['removed', [at('removed')], 3, []],
    ['left unfinished', [at('running')], 3, []],
    ['never heard of', [], 3, []],
    ['unknown', [new AppError('importRemoved')], 3, ['r importRemoved']],
  ])('ends with the code of one that is %s', async (_, script, code, errors) => {
    const world = follow({ r: script });
    expect(await world.run(['r'])).toBe(code);
    expect(world.errors).toEqual(errors);
  });

  it('of several ends when all have, with the worst', async () => {
    const scripts = { a: [at('failed')], b: [5000, at('completedWithWarning')], c: [100, at('completed')] };
    const world = follow(scripts);
    expect(await world.run(['a', 'b', 'c'])).toBe(3);
    expect(world.lines.map(({ phase }) => phase)).toEqual(['failed', 'completed', 'completedWithWarning']);
    expect(await follow({ b: scripts.b, c: scripts.c }).run(['b', 'c'])).toBe(2);
  });

  it('tells what it heard last before an error', async () => {
    const world = follow({
      r: [
        at('running', { itemsTransferred: 1 }),
        at('running', { itemsTransferred: 2 }),
        new AppError('importRemoved'),
      ],
    });
    await world.run(['r']);
    expect(world.shown()).toEqual(['1 running', '2 running']);
  });

  it('stops when asked to, and says that the imports go on', async () => {
    const world = follow({ r: [at('running'), 60_000, at('completed')] });
    setTimeout(() => world.stop.abort('cancel'), 1000);
    expect(await world.run(['r'])).toBe(130);
    expect(world.shown()).toEqual(['7 running']);
    expect(world.said).toEqual(['Stopped watching. The imports go on.']);
  });

  it('lets a bug through, after it has stopped the other watches', async () => {
    const bug = new TypeError('a bug');
    const world = follow({ r: [at('running'), 60_000, at('completed')], s: [10, bug] });
    await expect(world.run(['r', 's'])).rejects.toBe(bug);
    expect(vi.getTimerCount()).toBe(0);
    expect(world.shown()).toEqual(['7 running']);
  });
});
