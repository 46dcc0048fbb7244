import { win32 } from 'node:path';
import type { AttachedPst, OutlookProfiles } from '../scan/ports.ts';
import { type RunCommand, runCommand } from './command-output.ts';
import { decodeConsoleText } from './console-text.ts';
import { parseRegQuery, type RegistryValue } from './registry-text.ts';
import { readVariable, systemProgram } from './system-program.ts';

/** What the profiles are asked of; all of it can be replaced. */
export type OutlookProfilesOptions = {
  readonly platform?: NodeJS.Platform;
  readonly env?: NodeJS.ProcessEnv;
  readonly run?: RunCommand;
  /** For each question to the registry. */
  readonly timeoutMs?: number;
};

/** Where Outlook 2016 and newer, 2013, 2010 and the older ones keep their profiles. */
const PROFILE_KEYS = [
  'HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles',
  'HKCU\\Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles',
  'HKCU\\Software\\Microsoft\\Office\\14.0\\Outlook\\Profiles',
  'HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles',
];

/** PidTagPstPath as text of UTF-16 and of the ANSI code page. */
const UNICODE_PATH = '001f6700';
const ANSI_PATH = '001e6700';

/** `reg.exe` says 1 when there is no such key or value. */
const EXIT_CODES = [0, 1];
const TIMEOUT_MS = 5000;

/**
 * The PSTs in the profiles of the person's Outlook on Windows, as the registry has them; those that are attached in two
 * profiles come twice. The files need not exist. Empty on other systems.
 */
export function createOutlookProfiles(options: OutlookProfilesOptions = {}): OutlookProfiles {
  const { platform = process.platform, env = process.env, run = runCommand, timeoutMs = TIMEOUT_MS } = options;
  const program = systemProgram(env, 'reg.exe');
  const query = async (key: string, name: string): Promise<readonly AttachedPst[]> => {
    try {
      const args = ['query', key, '/s', '/v', name];
      const { stdout } = await run({ program, args, exitCodes: EXIT_CODES, timeoutMs });
      return parseProfiles(decodeConsoleText(stdout), env);
    } catch {
      // What is attached only helps to choose: a registry that does not answer is no reason to find nothing at all.
      return [];
    }
  };
  return {
    listPsts: async () => {
      if (platform !== 'win32') return [];
      const questions = PROFILE_KEYS.flatMap((key) => [query(key, UNICODE_PATH), query(key, ANSI_PATH)]);
      const found = (await Promise.all(questions)).flat();
      return [...new Map(found.map((pst) => [`${pst.path.toLowerCase()}|${pst.profile}`, pst])).values()];
    },
  };
}

/** The PSTs in the output of `reg.exe query <profiles> /s /v 001f6700` (or `001e6700`); `env` fills in `%NAME%`. */
export function parseProfiles(text: string, env: NodeJS.ProcessEnv): readonly AttachedPst[] {
  return parseRegQuery(text).flatMap((value) => {
    const profile = /\\(?:Outlook|Windows Messaging Subsystem)\\Profiles\\([^\\]+)/i.exec(value.key)?.[1];
    const path = pathOf(value, env);
    return profile === undefined || path === null ? [] : [{ path, profile }];
  });
}

function pathOf({ name, type, data }: RegistryValue, env: NodeJS.ProcessEnv): string | null {
  const isUnicode = name.toLowerCase() === UNICODE_PATH;
  if (type !== 'REG_BINARY' || (!isUnicode && name.toLowerCase() !== ANSI_PATH)) return null;
  const text = new TextDecoder(isUnicode ? 'utf-16le' : 'windows-1252').decode(Buffer.from(data, 'hex'));
  const path = expandVariables(text.split('\0')[0] ?? '', env);
  return win32.isAbsolute(path) ? win32.normalize(path) : null;
}

function expandVariables(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (whole, name: string) => readVariable(env, name) ?? whole);
}
