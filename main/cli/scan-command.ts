import { type CandidateView, EXIT_CODES } from '../../preload/contract/index.ts';
import { createCandidates } from '../scan/candidates.ts';
import { exportText, withoutIds } from '../scan/export.ts';
import type { AttachedPst, OfferedRoot } from '../scan/ports.ts';
import type { ScanEvent, ScanInput } from '../scan/scan-event.ts';
import { defaultSkippedFolders, parseSkippedFolder } from '../scan/skipped-folders.ts';
import { createScanContext } from '../scan-context.ts';
import type { CommandContext } from './command.ts';

/** What a person can ask of a scan. */
export type ScanOptions = {
  readonly json?: boolean;
  readonly deep: boolean;
  readonly csv: boolean;
  /** Folders, or `*` and a name for that name at the top of any drive. */
  readonly skip: readonly string[];
  /** False leaves nothing out but what `skip` names. */
  readonly skipList: boolean;
};

/** Where to look, and what is known of the PC. */
type Scope = {
  readonly volumes: readonly OfferedRoot[];
  readonly attached: readonly AttachedPst[];
  readonly input: ScanInput;
};

/**
 * `scan [roots…]`: every PST-named file below the roots, or on the local drives. Files are told at the end, when it is
 * known which of them are copies; also those found until Ctrl+C.
 */
export async function scanCommand(
  roots: readonly string[],
  options: ScanOptions,
  context: CommandContext,
): Promise<number> {
  const { output, host, signal } = context;
  const scope = await scopeOf(roots, options, context);
  const candidates = createCandidates(createScanContext({ ...scope, chosenFolders: roots.map(host.resolvePath) }));
  const deniedPaths = new Set<string>();
  const tell = () => tellFiles(candidates.list(), options, context);
  try {
    for await (const event of host.scan(scope.input, { signal })) {
      if (event.kind === 'found') candidates.add(event.file);
      else if (event.kind === 'foundAgain') candidates.addPath(event.fileId, event.path);
      else if (event.kind === 'denied') {
        deniedPaths.add(event.path);
        output.data({ kind: 'denied', path: event.path, reason: event.reason });
      } else if (event.kind === 'walked') output.progress(progressText(event, candidates.files().length));
      else {
        tell();
        const { folders, files, denied } = event;
        output.data({ kind: 'scanned', folders, files, denied });
        output.say(
          `${candidates.list().length} PSTs in ${folders} folders with ${files} files; ${denied} folders could not be read.`,
        );
      }
    }
  } catch (error) {
    if (signal.aborted) tell();
    throw error;
  }
  // A place that was named and could not be looked in is no success.
  return scope.input.roots.some((root) => deniedPaths.has(root)) ? EXIT_CODES.doneWithSkips : EXIT_CODES.done;
}

async function scopeOf(
  roots: readonly string[],
  { deep, skip, skipList }: ScanOptions,
  { host }: CommandContext,
): Promise<Scope> {
  const named = skip.map((entry) => ('name' in parseSkippedFolder(entry) ? entry : host.resolvePath(entry)));
  const skipped = [...(skipList ? defaultSkippedFolders(process.platform) : []), ...named];
  const shared = { skipped, isDeep: deep, known: [], memoryFile: null };
  if (roots.length > 0) {
    const paths = roots.map(host.resolvePath);
    const barriers = await host.listRemoteMounts(paths);
    return { volumes: [], attached: [], input: { ...shared, roots: paths, barriers, files: [] } };
  }
  const [volumes, attached] = await Promise.all([host.listVolumes(), host.listAttached()]);
  const isOn = ({ isDefault }: OfferedRoot) => isDefault;
  const pathsOf = (some: readonly OfferedRoot[]) => some.map(({ path }) => path);
  const input = {
    ...shared,
    roots: pathsOf(volumes.filter(isOn)),
    barriers: pathsOf(volumes.filter((volume) => !isOn(volume))),
    files: attached.map(({ path }) => path),
  };
  return { volumes, attached, input };
}

function tellFiles(candidates: readonly CandidateView[], { json, csv }: ScanOptions, { output }: CommandContext): void {
  if (csv && json !== true) {
    output.raw(exportText(candidates, 'csv'));
    return;
  }
  for (const { kind, ...rest } of candidates.map(withoutIds)) {
    output.data({ ...rest, kind: 'candidate', fileKind: kind });
  }
}

function progressText(event: Extract<ScanEvent, { kind: 'walked' }>, found: number): string {
  return `${event.folders} folders, ${event.files} files, ${found} PSTs: ${event.folder}`;
}
