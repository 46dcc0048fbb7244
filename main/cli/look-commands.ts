import { AppError, CandidateId, EXIT_CODES } from '../../preload/contract/index.ts';
import { Overlaps } from '../migration/overlaps.ts';
import type { CommandContext } from './command.ts';

/** `drives`: every place a scan can look in, and whether it does so unasked. */
export async function drivesCommand({ output, host }: CommandContext): Promise<number> {
  for (const { kind, keepsFolderTimes: _, ...volume } of await host.listVolumes()) {
    output.data({ ...volume, kind: 'drive', driveKind: kind, lastScanned: null });
  }
  return EXIT_CODES.done;
}

/** `inspect <pst>`: the folders of one PST and what each holds. */
export function inspectCommand(file: string, context: CommandContext): Promise<number> {
  return eachFile([file], context, async (path) => {
    const looker = await context.look();
    const contents = await looker.contents(path, context.signal);
    context.output.data({ kind: 'contents', path, ...contents });
    return true;
  });
}

/** `check <pst…>`: whether each can be moved as it is; fails when one cannot. */
export function checkCommand(files: readonly string[], context: CommandContext): Promise<number> {
  return eachFile(files, context, async (path) => {
    const looker = await context.look();
    const check = await looker.check(path, context.signal);
    context.output.data({ kind: 'health', path, ...check });
    return check.verdict === 'fine' || check.verdict === 'notClosed';
  });
}

/** `compare <pst> <pst…>`: how much of the first each of the others holds. */
export async function compareCommand(
  file: string,
  others: readonly string[],
  context: CommandContext,
): Promise<number> {
  const looker = await context.look();
  const [one, ...rest] = [file, ...others].map((name, index) => {
    const path = context.host.resolvePath(name);
    // Nothing is kept from one run to the next: size and time tell nothing here.
    return { id: CandidateId.parse(`file-${index}`), path, sizeBytes: 0, modifiedMs: 0 };
  });
  if (one === undefined) return EXIT_CODES.usage;
  const overlaps = new Overlaps(looker);
  context.signal.addEventListener('abort', () => overlaps.clear(), { once: true });
  return eachFile([file], context, async (path) => {
    const found = await overlaps.find(one, rest);
    context.signal.throwIfAborted();
    for (const { id, shared, items, problem } of found) {
      const other = rest.find((candidate) => candidate.id === id)?.path ?? '';
      if (problem === null) context.output.data({ kind: 'overlap', path, other, shared, items });
      else context.output.error(problem, other);
    }
    return found.every(({ problem }) => problem === null);
  });
}

/** Goes on with the next file when one fails; `isWell` says whether a file is as it should be. */
async function eachFile(
  files: readonly string[],
  { host, output }: CommandContext,
  isWell: (path: string) => Promise<boolean>,
): Promise<number> {
  let code: number = EXIT_CODES.done;
  for (const file of files) {
    const path = host.resolvePath(file);
    try {
      if (!(await isWell(path))) code = EXIT_CODES.failed;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      output.error(error, path);
      code = EXIT_CODES.failed;
    }
  }
  return code;
}
