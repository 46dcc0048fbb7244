import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** A body that has come. `isFlipped`: one bit of it is not as it was sent. */
export type Body = { readonly bytes: Buffer; readonly sizeBytes: number; readonly isFlipped: boolean };

/**
 * The body of a request, with the faults that lie on its way. `onBytes` hears of every piece as it comes.
 * @throws Error when the connection ends before.
 */
export async function takeBody(
  message: IncomingMessage,
  fault: Fault | null,
  onBytes: (sizeBytes: number) => void,
): Promise<Body> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  // Left early the stream must not be destroyed: that would end the connection in good order.
  for await (const piece of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    pieces.push(piece);
    sizeBytes += piece.byteLength;
    onBytes(piece.byteLength);
    if (fault?.kind === 'slow') await delay((piece.byteLength / fault.bytesPerSecond) * 1_000);
    if (fault?.kind === 'reset' && sizeBytes >= fault.afterBytes) break;
  }
  // A body that never came near the place of the break is cut at its end.
  if (fault?.kind === 'reset') {
    message.socket.resetAndDestroy();
    throw new Error('the connection was reset by the script');
  }
  if (!message.complete) throw new Error('the connection ended in the body');
  const bytes = Buffer.concat(pieces);
  const isFlipped = fault?.kind === 'flip' && bytes.byteLength > 0;
  if (isFlipped) flip(bytes);
  return { bytes, sizeBytes, isFlipped };
}

/** Where the bit is depends on the bytes alone, so that a test is the same each time. */
function flip(bytes: Buffer): void {
  const place = ((bytes[0] ?? 0) * 7_919 + bytes.byteLength) % bytes.byteLength;
  bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8));
}
