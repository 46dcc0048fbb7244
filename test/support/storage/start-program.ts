import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { BlobAddress } from '../../../main/platform/azure-block-store.ts';
import { bundleForNode, projectModule } from '../platform/bundle.ts';
import type { FromProgram, ProgramOrder, ProgramReport, ToProgram } from './program-messages.ts';

/** How an upload of the program ended; `killed` when the process did before. */
export type ProgramEnding =
  | Extract<FromProgram, { kind: 'done' | 'failed' }>
  | { readonly kind: 'killed'; readonly number: number };

/** The upload program as a process of its own. */
export type UploadProgram = {
  readonly child: ChildProcess;
  /** Reasons of all waits it told of. */
  readonly waits: string[];
  run(order: ProgramOrder): Promise<ProgramEnding>;
  report(): Promise<ProgramReport>;
  kill(signal: NodeJS.Signals): void;
  /** Ends it and waits until it has. */
  stop(): Promise<void>;
};

/** Makes the program and the thread it hashes on; the path of its script. */
export async function buildUploadProgram(folder: string): Promise<string> {
  const module = projectModule('test/support/storage/upload-program.ts');
  const thread = projectModule('main/workers/hash-thread.ts');
  await bundleForNode(folder, 'thread-hash', `import ${thread};\n`);
  return bundleForNode(folder, 'upload-program', `import { runUploadProgram } from ${module};\nrunUploadProgram();\n`);
}

/** Starts the program. `renew` gives another permission for the upload of that number. */
export async function startUploadProgram(
  script: string,
  renew: (number: number) => BlobAddress,
): Promise<UploadProgram> {
  const child = fork(script, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const endings = new Map<number, (ending: ProgramEnding) => void>();
  const reports: ((report: ProgramReport) => void)[] = [];
  const waits: string[] = [];
  const tell = (message: ToProgram) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the upload program did not start')));
    child.on('message', (message: FromProgram) => {
      if (message.kind === 'ready') resolve();
      if (message.kind === 'waiting') waits.push(message.reason);
      if (message.kind === 'renew') tell({ kind: 'renewed', number: message.number, address: renew(message.number) });
      if (message.kind === 'report') reports.shift()?.(message.report);
      if (message.kind === 'done' || message.kind === 'failed') endings.get(message.number)?.(message);
    });
  });
  child.on('exit', () => {
    for (const [number, end] of endings) end({ kind: 'killed', number });
  });
  await ready;
  return {
    child,
    waits,
    run: (order) =>
      new Promise((resolve) => {
        endings.set(order.number, (ending) => {
          endings.delete(order.number);
          resolve(ending);
        });
        tell({ kind: 'start', order });
      }),
    report: () =>
      new Promise((resolve) => {
        reports.push(resolve);
        tell({ kind: 'report' });
      }),
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
