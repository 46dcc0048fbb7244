import { basename } from 'node:path';
import {
  AppError,
  type Contents,
  canResume,
  createFolderFilter,
  defaultFolders,
  EXIT_CODES,
  isFinal,
  type JobId,
  type JobView,
  placeOf,
  Target,
} from '../../preload/contract/index.ts';
import type { Services } from '../wiring.ts';
import type { CommandContext } from './command.ts';
import { followJobs } from './follow-jobs.ts';

export type MigrateOptions = {
  readonly mailbox: string;
  readonly folder?: string;
  readonly archive: boolean;
  /** As in the contract's `FolderPattern`. */
  readonly includeFolder: readonly string[];
  readonly excludeFolder: readonly string[];
};

/** `migrate <pst…>`: moves the files into a mailbox. A move of the same file to the same place goes on where it was. */
export async function migrateCommand(
  files: readonly string[],
  options: MigrateOptions,
  context: CommandContext,
): Promise<number> {
  const paths = [...new Set(files.map(context.host.resolvePath))];
  const targets = targetsOf(paths, options);
  await expectFolders(paths, targets, context);
  return withServices(context, async (services) => {
    const ids = new Set<JobId>();
    const finish = followJobs(services.runner, ids, context.output);
    for (const [index, path] of paths.entries()) {
      const target = targets[index];
      if (target) await moveOrContinue({ path, target, ids, services, context });
    }
    return { ids, finish };
  });
}

function targetsOf(paths: readonly string[], options: MigrateOptions): Target[] {
  const folders = defaultFolders(paths.map((path) => basename(path)));
  return paths.map((_, index) => {
    const rootFolder = (options.folder ?? folders[index] ?? '').replace(/^\/+|\/+$/g, '');
    const parsed = Target.safeParse({
      mailbox: options.mailbox,
      isArchive: options.archive,
      rootFolder,
      includeFolders: options.includeFolder.map(withoutOuterSlashes),
      excludeFolders: options.excludeFolder.map(withoutOuterSlashes),
    });
    if (parsed.success) return parsed.data;
    throw new AppError('targetInvalid', { reason: parsed.error.issues[0]?.path.join('.') ?? 'target' });
  });
}

function withoutOuterSlashes(pattern: string): string {
  return pattern.replace(/^\/+|\/+$/g, '');
}

/**
 * A slip of the keyboard in a folder's name would leave everything behind, or move what should stay.
 * @throws AppError targetInvalid for a pattern that names a folder of none of these files
 */
async function expectFolders(
  paths: readonly string[],
  targets: readonly Target[],
  context: CommandContext,
): Promise<void> {
  const patterns = [...(targets[0]?.includeFolders ?? []), ...(targets[0]?.excludeFolders ?? [])];
  const unmet = new Set(patterns);
  if (unmet.size === 0) return;
  const looker = await context.look();
  for (const path of paths) {
    const contents = await looker.contents(path, context.signal).catch((error: unknown) => {
      // The move itself says what is wrong with the file.
      if (error instanceof AppError) return null;
      throw error;
    });
    if (contents === null) return;
    for (const pattern of unmet) if (isMet(pattern, contents)) unmet.delete(pattern);
  }
  const [first] = unmet;
  if (first !== undefined) throw new AppError('targetInvalid', { reason: `no folder is named by ${first}` });
}

function isMet(pattern: string, { folders, top }: Contents): boolean {
  const placed = folders.map(({ path, role }) => ({ place: placeOf(path, top), role }));
  const isNamed = createFolderFilter({ includeFolders: [pattern], excludeFolders: [] }, placed);
  return placed.some(({ place }) => isNamed(place));
}

type Move = {
  readonly path: string;
  readonly target: Target;
  readonly ids: Set<JobId>;
  readonly services: Services;
  readonly context: CommandContext;
};

async function moveOrContinue({ path, target, ids, services, context }: Move): Promise<void> {
  const { runner } = services;
  const known = runner
    .list()
    .find((job) => !isFinal(job.state) && job.path === path && isSameTarget(job.target, target));
  if (known) {
    ids.add(known.id);
    return takeUp(known, services);
  }
  const sizeBytes = (await context.host.statSizeBytes(path)) ?? 0;
  const file = { path, name: basename(path), sizeBytes };
  // Known before it starts, so that its very first state is told.
  await runner.submit([{ file, target }], (id) => ids.add(id));
}

function isSameTarget(left: Target, right: Target): boolean {
  return (
    left.mailbox.toLowerCase() === right.mailbox.toLowerCase() &&
    left.isArchive === right.isArchive &&
    left.rootFolder === right.rootFolder &&
    isSameList(left.includeFolders, right.includeFolders) &&
    isSameList(left.excludeFolders, right.excludeFolders)
  );
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  const isIn = (list: readonly string[]) => (text: string) => list.includes(text);
  return left.every(isIn(right)) && right.every(isIn(left));
}

/** `resume`: goes on with every move that has not ended, paused and blocked ones too. */
export function resumeCommand(context: CommandContext): Promise<number> {
  return withServices(context, async (services) => {
    const open = services.runner.list().filter((job) => !isFinal(job.state));
    const ids = new Set(open.map((job) => job.id));
    if (open.length === 0) context.output.say('There is nothing to go on with.');
    const finish = followJobs(services.runner, ids, context.output);
    for (const job of open) await takeUp(job, services);
    return { ids, finish };
  });
}

async function takeUp(job: JobView, { runner }: Services): Promise<void> {
  if (canResume(job.state)) await runner.resume(job.id);
  else runner.takeUp(job.id);
}

/** A move whose record could not be read is a move that did not happen. */
function worse(exitCode: number, hasProblems: boolean): number {
  return exitCode === EXIT_CODES.done && hasProblems ? EXIT_CODES.failed : exitCode;
}

type Started = { readonly ids: ReadonlySet<JobId>; readonly finish: () => number };

/** Runs jobs to their end, or until Ctrl+C: then everything is left so that `resume` goes on from there. */
async function withServices(context: CommandContext, start: (services: Services) => Promise<Started>): Promise<number> {
  const services = await context.open();
  try {
    for (const problem of services.problems) context.output.error(problem);
    const { finish } = await start(services);
    const stopped = new Promise<'stopped'>((resolve) => {
      context.signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    });
    const lost = services.tenantLost.then(() => 'lost' as const);
    const ended = Promise.race([services.runner.whenIdle(), stopped, lost]);
    const outcome = context.signal.aborted ? 'stopped' : await ended;
    if (outcome === 'lost') {
      await services.runner.stop();
      finish();
      context.output.error(new AppError('tenantUnavailable', { reason: 'it ended' }));
      return EXIT_CODES.blocked;
    }
    if (outcome !== 'stopped') return worse(finish(), services.problems.length > 0);
    await services.runner.stop();
    finish();
    context.output.say('Stopped. Nothing is lost: "resume" goes on from here.');
    return EXIT_CODES.cancelled;
  } finally {
    await services.close();
  }
}
