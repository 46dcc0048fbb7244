import { CHUNK_BYTES, emitMd5Lanes, emitProbe, LANES } from './md5-code.ts';

export { LANES } from './md5-code.ts';

/** Bytes of a WebAssembly page. The first page of the memory is for the work itself, messages may lie in all others. */
export const PAGE_BYTES = 65_536;

/** Makes MD5s of messages of one length side by side. */
export type Md5Lanes = {
  /** The 16 bytes of each of up to `LANES` messages, by their addresses in the memory. */
  digest(addresses: readonly number[], lengthBytes: number): Uint8Array[];
};

/** Most a memory takes, pages: 1 GiB. Address space is set aside for all of it, memory only for what is used. */
const MOST_PAGES = 16_384;

/** Where things lie in the first page: the state; the end of each message with its padding. */
const STATE_AT = 0;
const TAIL_AT = 1024;
const TAIL_BYTES = 2 * CHUNK_BYTES;

/** RFC 1321, 3.3. */
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;

/** Chunks a call: a call that never came to its end would never run the faster code V8 makes meanwhile. */
const CHUNKS_A_CALL = 1024;

/** A memory for messages that threads share; null where this machine cannot run the lanes. */
export function createLaneMemory(): WebAssembly.Memory | null {
  try {
    if (!WebAssembly.validate(emitProbe())) return null;
    return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  } catch {
    // No address space to set aside, or a policy against it: hashing works without.
    return null;
  }
}

/** Lanes over a memory. Only one at a time may work in a memory. */
export function createMd5Lanes(memory: WebAssembly.Memory): Md5Lanes {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(emitMd5Lanes()), { env: { memory } });
  const { compress } = instance.exports;
  if (typeof compress !== 'function') throw new Error('the module has no such function');
  const own = new DataView(memory.buffer, 0, PAGE_BYTES);

  return {
    digest(addresses, lengthBytes) {
      const lanes = Array.from({ length: LANES }, (_, lane) => addresses[lane] ?? addresses[0] ?? 0);
      START.forEach((word, index) => {
        for (let lane = 0; lane < LANES; lane++) own.setUint32(stateAt(index, lane), word, true);
      });
      const chunks = Math.floor(lengthBytes / CHUNK_BYTES);
      for (let done = 0; done < chunks; done += CHUNKS_A_CALL) {
        const starts = lanes.map((address) => address + done * CHUNK_BYTES);
        compress(...starts, Math.min(CHUNKS_A_CALL, chunks - done), STATE_AT);
      }
      const tailBytes = writeTails(memory, lanes, lengthBytes);
      compress(...lanes.map((_, lane) => TAIL_AT + lane * TAIL_BYTES), tailBytes / CHUNK_BYTES, STATE_AT);
      return addresses.map((_, lane) => readDigest(own, lane));
    },
  };
}

/** Puts what is left of each message behind its whole chunks, padded, into the first page. @returns its length */
function writeTails(memory: WebAssembly.Memory, lanes: readonly number[], lengthBytes: number): number {
  // Made anew: the memory may have grown since.
  const bytes = new Uint8Array(memory.buffer);
  const rest = lengthBytes % CHUNK_BYTES;
  // One byte of padding and eight of length come behind the message.
  const tailBytes = rest + 9 <= CHUNK_BYTES ? CHUNK_BYTES : TAIL_BYTES;
  const view = new DataView(memory.buffer);
  lanes.forEach((address, lane) => {
    const tail = TAIL_AT + lane * TAIL_BYTES;
    bytes.copyWithin(tail, address + lengthBytes - rest, address + lengthBytes);
    bytes.fill(0, tail + rest, tail + tailBytes);
    bytes[tail + rest] = 0x80;
    view.setBigUint64(tail + tailBytes - 8, BigInt(lengthBytes) * 8n, true);
  });
  return tailBytes;
}

function readDigest(own: DataView, lane: number): Uint8Array {
  const digest = new Uint8Array(16);
  const view = new DataView(digest.buffer);
  for (let word = 0; word < 4; word++) view.setUint32(word * 4, own.getUint32(stateAt(word, lane), true), true);
  return digest;
}

function stateAt(word: number, lane: number): number {
  return STATE_AT + (word * LANES + lane) * 4;
}
