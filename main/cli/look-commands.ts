import { AppError, EXIT_CODES } from '../../preload/contract/index.ts';
import type { CommandContext } from './command.ts';

/** `drives`: every place a scan can look in, and whether it does so unasked. */
export async function drivesCommand({ output, host }: CommandContext): Promise<number> {
  for (const { kind, keepsFolderTimes: _, ...volume } of await host.listVolumes()) {
    output.data({ ...volume, kind: 'drive', driveKind: kind, lastScanned: null });
  }
  return EXIT_CODES.done;
}

/** `inspect <pst>`: the folders of one PST and how many items each holds. */
export async function inspectCommand(file: string, context: CommandContext): Promise<number> {
  const path = context.host.resolvePath(file);
  try {
    const contents = await context.inspect(path, context.signal);
    context.output.data({ kind: 'contents', path, ...contents });
    return EXIT_CODES.done;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.output.error(error, path);
    return EXIT_CODES.failed;
  }
}
