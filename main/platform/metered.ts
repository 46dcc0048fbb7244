import type { AskMetered } from '../migration/conditions.ts';
import { type RunCommand, runCommand } from './command-output.ts';
import { POWERSHELL, POWERSHELL_FILE_ARGUMENTS } from './marks-host.ts';
import { systemProgram } from './system-program.ts';

type Options = {
  /** Full path of `connection-cost.ps1`; without it nothing is known on Windows. Not used elsewhere. */
  readonly scriptPath?: string;
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly run?: RunCommand;
};

/** The start of PowerShell is seconds on a slow PC. */
const TIMEOUT_MS = 20_000;

/** Asks the system about the connection: Windows itself, NetworkManager on Linux; other systems do not tell. */
export function createAskMetered(options: Options = {}): AskMetered {
  const { scriptPath, platform = process.platform, env = process.env, run = runCommand } = options;
  const ask = async (program: string, args: readonly string[]) => {
    const { stdout } = await run({ program, args, exitCodes: [0], timeoutMs: TIMEOUT_MS });
    return Buffer.from(stdout).toString('utf8');
  };
  const answer = async (): Promise<boolean | null> => {
    if (platform === 'linux') return parseNmcli(await ask('/usr/bin/env', NMCLI));
    if (platform !== 'win32' || scriptPath === undefined) return null;
    return parseConnectionCost(await ask(systemProgram(env, POWERSHELL), [...POWERSHELL_FILE_ARGUMENTS, scriptPath]));
  };
  // A system without NetworkManager, or one that does not answer, tells nothing.
  return () => answer().catch(() => null);
}

/** Without translation: its answers are words of the person's language else. */
const NMCLI = [
  'LC_ALL=C',
  '/usr/bin/nmcli',
  '-t',
  '-f',
  'GENERAL.DEVICE,GENERAL.METERED,IP4.GATEWAY,IP6.GATEWAY',
  'device',
  'show',
];

/**
 * What `nmcli -t … device show` says: a block of `FIELD:value` lines a device, an empty line between. Only devices with a
 * gateway count, since bridges and tunnels are said to be without a meter; with several of them, all must have one.
 * `yes (guessed)` is what a phone that shares its connection gets. Null when no such device is there, or nothing is known of it.
 */
export function parseNmcli(output: string): boolean | null {
  const words = output
    .split(/\r?\n\r?\n/)
    .filter(hasGateway)
    .flatMap((block) => /^GENERAL\.METERED:(.*)$/m.exec(block)?.[1]?.trim() ?? []);
  if (words.length === 0) return null;
  if (words.every((word) => word.startsWith('yes'))) return true;
  return words.some((word) => word.startsWith('no')) ? false : null;
}

function hasGateway(block: string): boolean {
  return [...block.matchAll(/^IP[46]\.GATEWAY:(.*)$/gm)].some(([, value = '']) => !['', '--'].includes(value.trim()));
}

/**
 * What `connection-cost.ps1` says: one line of JSON. Metered is what Windows would not use for its own updates: paid by
 * the byte or up to an amount, abroad, or over its limit. Null without a connection or when Windows does not know.
 * @see learn.microsoft.com/uwp/api/windows.networking.connectivity.networkcosttype
 */
export function parseConnectionCost(output: string): boolean | null {
  let said: unknown;
  try {
    said = JSON.parse(output.trim());
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null || !('cost' in said) || typeof said.cost !== 'string') return null;
  if (('roaming' in said && said.roaming === true) || ('overLimit' in said && said.overLimit === true)) return true;
  if (said.cost === 'Fixed' || said.cost === 'Variable') return true;
  return said.cost === 'Unrestricted' ? false : null;
}
