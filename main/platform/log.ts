import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecretName, redact } from '../../preload/contract/index.ts';

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

/** A log of JSON lines in `<folder>/pst-ferry.log`. A log that cannot be written never stops the work. */
export function createLog(folder: string, now: () => Date): Log {
  const path = join(folder, 'pst-ferry.log');
  let queue: Promise<unknown> = mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  return {
    write: (level, scope, message, facts = {}) => {
      const line = `${toJson({ at: now().toISOString(), level, scope, message }, facts)}\n`;
      queue = queue
        .then(() => putAside(path, Buffer.byteLength(line)))
        .then(() => appendFile(path, line, { mode: 0o600 }))
        .catch(() => undefined);
    },
    flush: async () => {
      await queue;
    },
  };
}

/** One line of JSON without secrets. Facts that JSON cannot hold are left out; the line itself is always written. */
function toJson(head: Readonly<Record<string, unknown>>, facts: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify({ ...facts, ...head }, withoutSecret);
  } catch {
    return JSON.stringify({ ...head, facts: 'unprintable' }, withoutSecret);
  }
}

function withoutSecret(name: string, value: unknown): unknown {
  if (isSecretName(name)) return '…';
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return redact(value.stack ?? value.message);
  return typeof value === 'string' ? redact(value) : value;
}

async function putAside(path: string, lineBytes: number): Promise<void> {
  const facts = await stat(path).catch(() => null);
  if (facts && facts.size > 0 && facts.size + lineBytes > MAX_LOG_BYTES) await rename(path, `${path}.old`);
}
