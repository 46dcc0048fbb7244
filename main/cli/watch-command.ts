import { AppError, EXIT_CODES, type ImportPhase, type ImportStatistics } from '../../preload/contract/index.ts';
import type { ImportEngine } from '../import/engine.ts';
import type { CommandContext } from './command.ts';
import { asAppError, type Output } from './output.ts';
import { importProgressText } from './text.ts';

/** Shortest time between two lines of one import. */
const LINE_SPACING_MS = 250;

/** Phases after which nothing more is heard of an import, and the exit code of each. */
const ENDS: Readonly<Partial<Record<ImportPhase, number>>> = {
  completed: EXIT_CODES.done,
  handedOver: EXIT_CODES.done,
  completedWithWarning: EXIT_CODES.doneWithSkips,
  failed: EXIT_CODES.failed,
  removed: EXIT_CODES.failed,
};

type Engine = Pick<ImportEngine, 'kind' | 'watch' | 'list' | 'find'>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `watch [request…]`: follows imports, from whatever PC they were started, until all are over; without a name those that are
 * under way. A request is named by its id or by the name it was given. Stopping it stops no import.
 * @returns the exit code of the worst of them. @throws AppError usage for a name nobody knows, and as the engine does
 */
export async function watchCommand(
  requestIds: readonly string[],
  { output, signal }: Pick<CommandContext, 'output' | 'signal'>,
  engine: Engine,
): Promise<number> {
  const ids = new Set(requestIds.length > 0 ? await idsOf(requestIds, engine, signal) : await listOpen(engine, signal));
  if (ids.size === 0) {
    output.say('No import is under way.');
    return EXIT_CODES.done;
  }
  const codes = await followAll([...ids], { engine, output, signal });
  if (signal.aborted) {
    output.say('Stopped watching. The imports go on.');
    return EXIT_CODES.cancelled;
  }
  if (codes.includes(EXIT_CODES.failed)) return EXIT_CODES.failed;
  return codes.includes(EXIT_CODES.doneWithSkips) ? EXIT_CODES.doneWithSkips : EXIT_CODES.done;
}

async function idsOf(names: readonly string[], engine: Engine, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(GUID.test(name) ? name : await idOf(name, engine, signal));
  return ids;
}

async function idOf(name: string, engine: Engine, signal: AbortSignal): Promise<string> {
  const id = await engine.find(name, signal);
  if (id !== null) return id;
  // Other engines have ids of other kinds.
  if (engine.kind !== 'exchange' && engine.kind !== 'onPremises') return name;
  throw new AppError('usage', { detail: `There is no import request of this id or name: ${name}` });
}

async function listOpen(engine: Engine, signal: AbortSignal): Promise<string[]> {
  const all = await engine.list(signal);
  return all.filter(({ phase }) => ENDS[phase] === undefined).map(({ requestId }) => requestId);
}

type Following = { readonly engine: Engine; readonly output: Output; readonly signal: AbortSignal };

/** All at once; when a bug ends one of them the others are ended as well. */
async function followAll(ids: readonly string[], following: Following): Promise<number[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([following.signal, stop.signal]);
  const watches = ids.map((id) => followOne(id, { ...following, signal }));
  try {
    return await Promise.all(watches);
  } catch (error) {
    stop.abort('shutdown');
    await Promise.allSettled(watches);
    throw error;
  }
}

async function followOne(id: string, { engine, output, signal }: Following): Promise<number> {
  const teller = createTeller(output);
  let last: ImportStatistics | null = null;
  try {
    for await (const reading of engine.watch(id, signal)) {
      last = reading;
      teller.tell(reading);
    }
  } catch (error) {
    if (signal.aborted) return EXIT_CODES.cancelled;
    // A bug of ours must not pass for the end of this one import.
    if (!(error instanceof AppError)) throw error;
    teller.close();
    output.error(asAppError(error), id);
    return EXIT_CODES.failed;
  } finally {
    teller.close();
  }
  if (last?.failure && !signal.aborted) output.error(last.failure, id);
  return codeOf(last);
}

/** One that nobody follows any more although it has not ended is never to be taken for success. */
function codeOf(last: ImportStatistics | null): number {
  const code = last === null ? undefined : ENDS[last.phase];
  const hasSkips = last?.skipped.some(({ count }) => count > 0) === true;
  return code === EXIT_CODES.done && hasSkips ? EXIT_CODES.doneWithSkips : (code ?? EXIT_CODES.failed);
}

/** Tells the first reading, the last, and of those in between the newest, four times a second at most. */
function createTeller({ data, progress }: Output) {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let waiting: ImportStatistics | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting === null) return;
    toldAtMs = performance.now();
    data({ kind: 'import', ...waiting });
    if (ENDS[waiting.phase] === undefined) progress(importProgressText(waiting));
    waiting = null;
  };
  return {
    tell(reading: ImportStatistics): void {
      waiting = reading;
      const dueMs = toldAtMs + LINE_SPACING_MS - performance.now();
      if (dueMs <= 0 || ENDS[reading.phase] !== undefined) flush();
      else timer ??= setTimeout(flush, dueMs);
    },
    /** Tells what has not been told yet. */
    close: flush,
  };
}
