import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { notPlainError, OPEN_FLAGS } from './plain-file.ts';

/** Longest text that is read, bytes; what is longer is no SAS. */
const MAX_BYTES = 64 * 1024;

type Options = { readonly signal: AbortSignal; readonly say: (text: string) => void };

/**
 * A short text from a file, or from standard input for null; no more than its first 64 KiB. On a terminal it is one line,
 * which is not shown. @throws the system's error with its `code`; the signal's reason when aborted
 */
export async function readSecret(path: string | null, { signal, say }: Options): Promise<string> {
  if (path !== null) return decodeText(await readStart(path));
  if (!process.stdin.isTTY) return decodeText(await readStream(process.stdin, signal));
  say('Paste the SAS and press Enter; it is not shown.');
  return readHidden(process.stdin, signal);
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path, OPEN_FLAGS);
  try {
    if (!(await file.stat()).isFile()) throw notPlainError(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readStream(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const stop = () => stream.destroy(new Error('aborted'));
  signal.throwIfAborted();
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      sizeBytes += bytes.length;
      if (sizeBytes >= MAX_BYTES) break;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES);
}

/** Windows PowerShell writes text in UTF-16 when told to put it into a file. */
function decodeText(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

type Terminal = Readable & { setRawMode?: (isRaw: boolean) => unknown };

const END_KEYS = ['\r', '\n', '\u0004'];
const INTERRUPT_KEY = '\u0003';
const BACK_KEYS = ['\u0008', '\u007f'];

/** One line of a terminal that does not show what is typed. A terminal in this mode sends Ctrl+C as a letter. */
async function readHidden(terminal: Terminal, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  terminal.setRawMode?.(true);
  const stop = () => terminal.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const typed: string[] = [];
  try {
    for await (const chunk of terminal) {
      for (const key of String(chunk)) {
        if (key === INTERRUPT_KEY) process.kill(process.pid, 'SIGINT');
        if (END_KEYS.includes(key) || typed.length > MAX_BYTES) return typed.join('');
        if (BACK_KEYS.includes(key)) typed.pop();
        else typed.push(key);
      }
    }
    return typed.join('');
  } finally {
    signal.removeEventListener('abort', stop);
    terminal.setRawMode?.(false);
    signal.throwIfAborted();
  }
}
