import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findTestPowerShell } from '../powershell/find.mjs';
import { PRODUCT_ARGUMENTS } from '../powershell/run-script.ts';

/** The script under test. */
export const EXCHANGE_SCRIPT = join(import.meta.dirname, '../../../assets/powershell/exchange-host.ps1');

/** A line the script wrote. */
export type ScriptLine = { readonly v: number; readonly seq: number; readonly kind: string } & Readonly<
  Record<string, unknown>
>;

/** The script, running in the tests' PowerShell. */
export type ScriptClient = {
  /** Every line so far. */
  readonly lines: readonly ScriptLine[];
  /** Asks and waits for the answer: a line of kind `done` or `error`. */
  ask(op: string, input: Readonly<Record<string, unknown>>): Promise<ScriptLine>;
  /** `run` of a cmdlet. */
  run(cmdlet: string, parameters: Readonly<Record<string, unknown>>): Promise<ScriptLine>;
  /** Writes this text and a line break. */
  write(text: string): void;
  /** The first line that fits and was not given by an earlier call; waits for it. */
  next(fits: (line: ScriptLine) => boolean): Promise<ScriptLine>;
  /** Ends its input. Gives the exit code; null when it was killed. */
  end(): Promise<number | null>;
  /** The exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
};

/** Starts the script with `home` as the person's folder, the way the product does. */
export async function startScript(home: string): Promise<ScriptClient> {
  const { path } = await findTestPowerShell();
  const env = { PATH: process.env.PATH ?? '', HOME: home, TERM: 'dumb', NO_COLOR: '1' };
  const child = spawn(path, [...PRODUCT_ARGUMENTS, EXCHANGE_SCRIPT], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.on('error', () => undefined);
  const lines: ScriptLine[] = [];
  const given = new Set<ScriptLine>();
  const heard = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parseLine(text);
    if (line === null) return;
    lines.push(line);
    for (const tell of [...heard]) tell();
  });
  const next: ScriptClient['next'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const line = lines.find((candidate) => !given.has(candidate) && fits(candidate));
        if (!line) return;
        given.add(line);
        heard.delete(look);
        resolve(line);
      };
      heard.add(look);
      look();
      void ended.then((code) => reject(new Error(`the script ended: ${code}`)), reject);
    });
  const write = (text: string) => void child.stdin.write(`${text}\n`);
  let ids = 0;
  const ask: ScriptClient['ask'] = (op, input) => {
    ids += 1;
    const id = ids;
    write(JSON.stringify({ v: 1, id, op, input }));
    return next((line) => line.id === id && (line.kind === 'done' || line.kind === 'error'));
  };
  return {
    lines,
    ended,
    next,
    write,
    ask,
    run: (cmdlet, parameters) => ask('run', { cmdlet, parameters }),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** What PowerShell or a library prints besides is no JSON. */
function parseLine(text: string): ScriptLine | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
