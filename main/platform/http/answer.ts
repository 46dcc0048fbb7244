import { Buffer } from 'node:buffer';
import { ANSWER_TOO_LONG, TransportError } from './transport-error.ts';

/**
 * Longest answer that is read, bytes. The longest true one is a list of 100,000 staged and 50,000 committed blocks of some
 * 120 bytes each; a stranger's may never end.
 */
const MOST_BYTES = 32 * 1024 * 1024;

/** An answer as Node and Electron both give it, while it arrives. */
export interface IncomingAnswer {
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'end' | 'aborted' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The whole of an answer's body as text. @throws TransportError when it breaks off or is longer than any true one */
export function readText(incoming: IncomingAnswer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const breakOff = () => reject(new TransportError('ECONNRESET'));
    incoming.on('data', (chunk) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MOST_BYTES) reject(new TransportError(ANSWER_TOO_LONG));
      else chunks.push(chunk);
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.on('aborted', breakOff);
    incoming.on('error', breakOff);
    incoming.on('close', breakOff);
  });
}

/** Headers as one text each, their names in lower case. */
export function flattenHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]];
  });
  return Object.fromEntries(entries);
}
