import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A log file is put aside as `.old` beyond this size, so that logs take at most twice as much. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes lines for whoever has to find out what happened. Never a path's contents, a SAS or a token. */
export type Log = {
  readonly write: (level: LogLevel, scope: string, message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Resolves when all lines are on disk. */
  readonly flush: () => Promise<void>;
};

/** Values that open something, wherever they stand in a text: SAS signatures, bearer tokens, account keys. */
const SECRETS: readonly [RegExp, string][] = [
  [/([?&]|\b)(sig|se|sp|sv|skoid|sktid)=[^&\s"']+/gi, '$1$2=…'],
  [/Bearer\s+[\w.~+/=-]+/gi, 'Bearer …'],
  [/(AccountKey|SharedKey|accountKey|token|password)("?\s*[:=]\s*"?)[^"\s,;}]+/gi, '$1$2…'],
];

/** The text without the values that open something. */
export function redact(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text);
}

/** A log of JSON lines in `<folder>/pst-ferry.log`. A log that cannot be written never stops the work. */
export function createLog(folder: string, now: () => Date): Log {
  const path = join(folder, 'pst-ferry.log');
  let queue: Promise<void> = mkdir(folder, { recursive: true, mode: 0o700 }).then(
    () => putAside(path),
    () => undefined,
  );
  return {
    write: (level, scope, message, facts = {}) => {
      const line = `${redact(JSON.stringify({ at: now().toISOString(), level, scope, message, ...facts }))}\n`;
      queue = queue.then(() => appendFile(path, line, { mode: 0o600 })).catch(() => undefined);
    },
    flush: () => queue,
  };
}

async function putAside(path: string): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts && facts.size > MAX_LOG_BYTES) await rename(path, `${path}.old`);
}
