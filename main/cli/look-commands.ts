import { AppError, EXIT_CODES } from '../../preload/contract/index.ts';
import { toIsoTime } from '../scan/candidates.ts';
import type { CommandContext } from './command.ts';

/** `scan [roots…]`: every PST-named file below the roots, or on the local drives. */
export async function scanCommand(roots: readonly string[], context: CommandContext): Promise<number> {
  const { output, host, readers, signal } = context;
  const paths = roots.length > 0 ? roots.map(host.resolvePath) : await host.listDrives();
  let found = 0;
  for await (const event of readers.scan(paths, { signal })) {
    if (event.kind === 'found') {
      found += 1;
      const { path, name, sizeBytes, modifiedMs, format, health } = event.file;
      const modified = toIsoTime(modifiedMs);
      output.data({ kind: 'candidate', path, name, sizeBytes, modified, format, health });
    } else if (event.kind === 'walked') {
      output.progress(`${event.folders} folders, ${event.files} files, ${found} PSTs: ${event.folder}`);
    } else {
      const { folders, files, denied } = event;
      output.data({ kind: 'scanned', folders, files, denied });
      output.say(`${found} PSTs in ${folders} folders with ${files} files; ${denied} folders could not be read.`);
    }
  }
  return EXIT_CODES.done;
}

/** `inspect <pst>`: the folders of one PST and how many items each holds. */
export async function inspectCommand(file: string, context: CommandContext): Promise<number> {
  const path = context.host.resolvePath(file);
  try {
    const contents = await context.readers.inspect(path, context.signal);
    context.output.data({ kind: 'contents', path, ...contents });
    return EXIT_CODES.done;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.output.error(error, path);
    return EXIT_CODES.failed;
  }
}
