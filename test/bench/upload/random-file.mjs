import { createCipheriv, createHash } from 'node:crypto';
import fs from 'node:fs';
import { cachePath } from '../places.mjs';

const MIB = 2 ** 20;

/**
 * A file that looks random, cannot be compressed and is the same each time. Made once and kept.
 * @param {number} sizeMib
 * @returns {{ file: string, sizeBytes: number, sha256: string }}
 */
export function ensureRandomFile(sizeMib) {
  const file = cachePath(`random-${sizeMib}.bin`);
  const sizeBytes = sizeMib * MIB;
  if (fs.statSync(file, { throwIfNoEntry: false })?.size !== sizeBytes) writeRandom(file, sizeMib);
  return { file, sizeBytes, sha256: hashFile(file, sizeMib) };
}

// The key stream of AES in counter mode: as good as random, and as fast as the disk.
function writeRandom(file, sizeMib) {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(MIB);
  const handle = fs.openSync(file, 'w');
  for (let done = 0; done < sizeMib; done++) fs.writeSync(handle, cipher.update(zeros));
  fs.closeSync(handle);
}

/** Reading it here also brings it into memory for all clients. */
function hashFile(file, sizeMib) {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(MIB);
  const handle = fs.openSync(file, 'r');
  for (let done = 0; done < sizeMib; done++) hash.update(piece.subarray(0, fs.readSync(handle, piece)));
  fs.closeSync(handle);
  return hash.digest('hex');
}
