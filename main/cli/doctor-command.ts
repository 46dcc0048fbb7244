import { AppError, describeError, EXIT_CODES, type ProbeStep } from '../../preload/contract/index.ts';
import type { CommandContext } from './command.ts';
import type { Output } from './output.ts';
import { holdText } from './text.ts';

/** `doctor`: looks at each thing a move needs and says what it found. */
export async function doctorCommand(context: CommandContext, mailbox: string | null = null): Promise<number> {
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
      const steps = services.desk.steps({ mailbox, isArchive: false, neededBytes: 0 }, signal);
      isWell = (await tellSteps(steps, output)) && isWell;
    } finally {
      await services.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tell('state folder and connection', false, `${describeError(error).title} (${stateFolder})`);
  }
  return isWell ? EXIT_CODES.done : EXIT_CODES.failed;
}

/** Tells each step as it is taken. @returns true when none failed */
export async function tellSteps(steps: AsyncIterable<ProbeStep>, output: Output): Promise<boolean> {
  let isWell = true;
  for await (const { step, outcome, detail, error } of steps) {
    isWell &&= outcome !== 'failed';
    const { title, advice } = error ? describeError(error) : { title: '', advice: undefined };
    const text = [detail, title].filter((part) => part !== '').join(': ');
    output.data({
      kind: 'check',
      name: step,
      ok: outcome !== 'failed',
      detail: text,
      outcome,
      ...(advice && { advice }),
    });
  }
  return isWell;
}
