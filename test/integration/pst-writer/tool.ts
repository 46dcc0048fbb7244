import { spawnSync } from 'node:child_process';

/** Runs a reader of another project and gives what it printed. @throws when it is not installed or ends in error */
export function runTool(name: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    maxBuffer: 1 << 26,
  });
  if (error !== undefined) throw new Error(`${name} is missing: apt-get install pst-utils pff-tools`, { cause: error });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return stdout;
}
