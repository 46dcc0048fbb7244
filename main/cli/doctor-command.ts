import { AppError, describeError, EXIT_CODES } from '../../preload/contract/index.ts';
import type { CommandContext } from './command.ts';
import { holdText } from './text.ts';

/** `doctor`: looks at each thing a move needs and says what it found. */
export async function doctorCommand(context: CommandContext): Promise<number> {
  const { output, host, stateFolder, signal } = context;
  let isWell = true;
  const tell = (name: string, ok: boolean, detail: string) => {
    isWell &&= ok;
    output.data({ kind: 'check', name, ok, detail });
  };
  tell(
    'version',
    true,
    `PST Ferry ${host.version}, Node ${process.versions.node}, ${process.platform}-${process.arch}`,
  );
  const drives = (await host.listVolumes()).filter(({ isDefault }) => isDefault).map(({ path }) => path);
  tell('drives', drives.length > 0, drives.join(', '));
  try {
    const services = await context.open();
    try {
      tell('state folder', services.problems.length === 0, services.state.path);
      tell('uploads', true, holdText(await services.conditions.look()));
      for (const probe of await services.engine.probe(signal)) tell(probe.name, probe.ok, probe.detail);
    } finally {
      await services.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tell('state folder and tenant', false, `${describeError(error).title} (${stateFolder})`);
  }
  return isWell ? EXIT_CODES.done : EXIT_CODES.failed;
}
