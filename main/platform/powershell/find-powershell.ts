import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { AppError } from '../../../preload/contract/index.ts';
import { readVariable } from '../system-program.ts';

/** A PowerShell by its full path; the full path of a script follows `argv`. */
export type PowerShellProgram = { readonly path: string; readonly argv: readonly string[] };

type Question = {
  /** `windows`: the one that is part of Windows; `core`: PowerShell 7. There is only the latter elsewhere than on Windows. */
  readonly choice: 'windows' | 'core';
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly exists?: (path: string) => boolean;
};

/**
 * Constant: what is asked of a script reaches it by standard input alone. `RemoteSigned` lets the packaged script run where
 * the default forbids all scripts, and asks for a signature where the policy of an organisation does.
 */
const ARGUMENTS = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File'];

/** The PowerShell at this full path, started in the one way it is ever started. */
export function powerShellAt(path: string): PowerShellProgram {
  return { path, argv: ARGUMENTS };
}

/**
 * The PowerShell of this PC, looked for only where its installer puts it: what `PATH` or the working folder offers may be
 * somebody else's. Elsewhere than on Windows an absolute path in `PST_FERRY_POWERSHELL` goes first.
 * @throws AppError powerShellMissing {edition}
 */
export function findPowerShell(question: Question): PowerShellProgram {
  const { choice, platform = process.platform, env = process.env, exists = existsSync } = question;
  const places = platform === 'win32' ? windowsPlaces(choice, env) : otherPlaces(env);
  const path = places.find((place) => exists(place));
  if (path !== undefined) return powerShellAt(path);
  const isWindowsOwn = platform === 'win32' && choice === 'windows';
  throw new AppError('powerShellMissing', { edition: isWindowsOwn ? 'Windows PowerShell 5.1' : 'PowerShell 7' });
}

function windowsPlaces(choice: 'windows' | 'core', env: NodeJS.ProcessEnv): string[] {
  const onDrive = (name: string, otherwise: string) => {
    const folder = readVariable(env, name) ?? '';
    // A relative one would be looked for in the working folder.
    return /^[a-z]:\\/i.test(folder) ? folder : otherwise;
  };
  if (choice === 'core') {
    const folders = [onDrive('ProgramW6432', 'C:\\Program Files'), onDrive('ProgramFiles', 'C:\\Program Files')];
    return folders.map((folder) => win32.join(folder, 'PowerShell', '7', 'pwsh.exe'));
  }
  // Only a 32-bit process has `Sysnative`: its `System32` is the folder of 32-bit programs, which see no 64-bit modules.
  const root = onDrive('SystemRoot', 'C:\\Windows');
  return ['Sysnative', 'System32'].map((folder) =>
    win32.join(root, folder, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
  );
}

function otherPlaces(env: NodeJS.ProcessEnv): string[] {
  const named = readVariable(env, 'PST_FERRY_POWERSHELL') ?? '';
  const usual = ['/usr/bin/pwsh', '/opt/microsoft/powershell/7/pwsh', '/usr/local/bin/pwsh'];
  return posix.isAbsolute(named) ? [named, ...usual] : usual;
}
