import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { findTestPowerShell } from './find.mjs';

/** How the product starts a script; its full path follows. */
export const PRODUCT_ARGUMENTS = [
  '-NoLogo',
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy',
  'RemoteSigned',
  '-File',
];

/** What a script wrote and how it ended; `code` is null when it was killed. */
export type ScriptRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Options = {
  /** Follows the script's path. */
  readonly parameters?: readonly string[];
  /** All of the standard input. */
  readonly input?: string;
  /** Own folder of the person, where modules are looked for; the system's temporary folder otherwise. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs a script in the tests' PowerShell to its end, as the product would and in an environment as small. */
export async function runScript(scriptPath: string, options: Options = {}): Promise<ScriptRun> {
  return await runPowerShell([...PRODUCT_ARGUMENTS, scriptPath, ...(options.parameters ?? [])], options);
}

/** Runs the tests' PowerShell with this command line. */
export async function runPowerShell(argv: readonly string[], options: Options = {}): Promise<ScriptRun> {
  const { path } = await findTestPowerShell();
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: options.home ?? tmpdir(),
    TERM: 'dumb',
    NO_COLOR: '1',
    ...options.env,
  };
  const child = spawn(path, argv, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, ...texts };
}
