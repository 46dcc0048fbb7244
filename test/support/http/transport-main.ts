import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import type { TransportTask } from './transport-worker.ts';

/** What the program is started with, as JSON in its last argument. `signIn` null: nobody answers the proxy. */
export type TransportInput = {
  readonly task: TransportTask;
  readonly pacUrl: string | null;
  readonly signIn: { readonly name: string; readonly password: string } | null;
};

/** Prints one line: what became of the blocks, and how often a person was asked. */
async function main(input: TransportInput): Promise<void> {
  await app.whenReady();
  if (input.pacUrl !== null) await app.setProxy({ mode: 'pac_script', pacScript: input.pacUrl });
  let prompts = 0;
  app.on('login', (event, ...[, , , answer]) => {
    if (input.signIn === null) return;
    event.preventDefault();
    prompts += 1;
    answer(input.signIn.name, input.signIn.password);
  });
  const worker = utilityProcess.fork(join(import.meta.dirname, 'transport-worker.js'), [], {
    respondToAuthRequestsFromMainProcess: input.signIn !== null,
    stdio: 'inherit',
  });
  worker.on('message', (outcomes) => {
    process.stdout.write(`outcome ${JSON.stringify({ outcomes, prompts })}\n`, () => app.exit(0));
  });
  worker.on('exit', () => app.exit(1));
  worker.postMessage(input.task);
}

app.disableHardwareAcceleration();
void main(JSON.parse(process.argv.at(-1) ?? '') as TransportInput);
