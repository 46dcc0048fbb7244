import { type ChildProcess, fork } from 'node:child_process';
import { bundleForNode, projectModule } from '../platform/bundle.ts';
import type { DamageAnswer, DamageJob } from './damage-program.ts';

/** What came of a job: its answer, or why there is none. */
export type DamageResult = DamageAnswer | { readonly failure: string; readonly isLost: true };

/** True when the child lived to tell. */
export function isAnswer(result: DamageResult): result is DamageAnswer {
  return !('isLost' in result);
}

/** Reads damaged files in a child process, which is killed when it takes too long and started anew. */
export interface DamageReader {
  read(job: DamageJob): Promise<DamageResult>;
  close(): void;
}

/** How long one file may take, as the child measures it: the promise to a person. */
export const MAX_READ_MS = 5_000;
/** When a child is given up. Longer: on a busy machine it takes its time to start. */
const PATIENCE_MS = 15_000;

/** Makes the program the children run; `folder` is where their files go. */
export function bundleDamageProgram(folder: string): Promise<string> {
  const source = `import { serveDamage } from ${projectModule('test/support/pst-damage/damage-program.ts')};
serveDamage(${JSON.stringify(folder)});`;
  return bundleForNode(folder, 'damage-program', source);
}

/** A reader whose child runs a bundled program, which may take little memory for the objects of the language. */
export function createDamageReader(program: string, patienceMs = PATIENCE_MS): DamageReader {
  let child: ChildProcess | null = null;
  const start = () => {
    // Errors are told by the answers; what a child prints as it dies would only fill the report.
    child ??= fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: ['--max-old-space-size=256'] });
    return child;
  };
  const stop = () => {
    child?.kill('SIGKILL');
    child = null;
  };
  return { read: (job) => ask(start(), job, { stop, patienceMs }), close: stop };
}

type Asking = { readonly stop: () => void; readonly patienceMs: number };

function ask(child: ChildProcess, job: DamageJob, { stop, patienceMs }: Asking): Promise<DamageResult> {
  return new Promise((resolve) => {
    const settle = (result: DamageResult) => {
      clearTimeout(timer);
      child.off('message', onAnswer);
      child.off('exit', onExit);
      resolve(result);
    };
    const lose = (failure: string) => {
      stop();
      settle({ failure, isLost: true });
    };
    const onAnswer = (answer: unknown) => settle(answer as DamageAnswer);
    const onExit = (code: number | null, signal: string | null) => lose(`ended with ${code ?? signal}`);
    const timer = setTimeout(() => lose('hangs'), patienceMs);
    child.on('message', onAnswer);
    child.on('exit', onExit);
    child.send(job);
  });
}
