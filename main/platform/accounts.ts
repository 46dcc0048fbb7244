import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { readVariable } from './system-program.ts';

/**
 * The account this program runs as, named as the owners of files are: `DOMAIN\name` on Windows, the user's name elsewhere.
 * Null when Windows does not tell.
 */
export function ownAccount(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | null {
  if (platform !== 'win32') return ownName();
  const [domain, name] = [readVariable(env, 'USERDOMAIN'), readVariable(env, 'USERNAME')];
  return domain && name ? `${domain}\\${name}` : null;
}

/** True when both name one account; what is not known is nobody's. */
export function sameAccount(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  // Only names of Windows have a backslash, and only there the case does not count.
  return a.includes('\\') && b.includes('\\') ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** The name of a Unix user by number; the number itself where there is no name. */
export type AccountNames = (uid: number) => Promise<string>;

/** Names from the text of `/etc/passwd`, read once, and our own from the system: it may know users that are not listed there. */
export function createAccountNames(
  readPasswd: () => Promise<string> = () => readFile('/etc/passwd', 'utf8'),
): AccountNames {
  let listed: Promise<ReadonlyMap<number, string>> | null = null;
  const own = ownName();
  return async (uid) => {
    if (uid === process.getuid?.()) return own;
    listed ??= readPasswd().then(parsePasswd, () => new Map());
    return (await listed).get(uid) ?? String(uid);
  };
}

/** @see https://man7.org/linux/man-pages/man5/passwd.5.html */
function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    // Of several names for one number the first counts, as for the system.
    if (name && uid && /^\d+$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A number without a name, as containers have.
    return String(process.getuid?.() ?? '');
  }
}
