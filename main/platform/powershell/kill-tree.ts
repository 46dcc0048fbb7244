import { execa } from 'execa';
import { systemProgram } from '../system-program.ts';

/** Runs a program and does not care how it ends. */
type Run = (path: string, args: readonly string[]) => Promise<unknown>;

type Where = { readonly platform: NodeJS.Platform; readonly env: NodeJS.ProcessEnv; readonly run?: Run };

/** `taskkill` waits for nothing; this is for one that hangs. */
const TIMEOUT_MS = 5000;

const runSilently: Run = (path, args) =>
  execa(path, args, { stdio: 'ignore', reject: false, windowsHide: true, timeout: TIMEOUT_MS });

/**
 * Ends a process and what it started. Elsewhere than on Windows it must lead a process group of its own. One that is gone
 * already is no error.
 */
export async function killTree(pid: number, { platform, env, run = runSilently }: Where): Promise<void> {
  if (platform === 'win32') await run(systemProgram(env, 'taskkill.exe'), ['/PID', String(pid), '/T', '/F']);
  else killGroup(pid);
}

/** The same at once, elsewhere than on Windows. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of that group is left.
  }
}
