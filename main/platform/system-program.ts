import { win32 } from 'node:path';

/** A program of Windows by its full path below `System32`. */
export function systemProgram(env: NodeJS.ProcessEnv, name: string): string {
  return win32.join(readVariable(env, 'SystemRoot') ?? 'C:\\Windows', 'System32', name);
}

/** An environment variable, whatever the case of its name: a copied environment no longer ignores it as Windows does. */
export function readVariable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const key = Object.keys(env).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : env[key];
}
