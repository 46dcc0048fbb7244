import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { emitMd5Lanes, emitProbe } from '../../../../main/platform/md5-code.ts';
import {
  createLaneMemory,
  createMd5Lanes,
  LANES,
  type Md5Lanes,
  PAGE_BYTES,
} from '../../../../main/platform/md5-lanes.ts';

/** Any length from nothing to some calls of the compiled code. */
const MOST_BYTES = 3 * PAGE_BYTES;

function setUp(): { lanes: Md5Lanes; put: (messages: readonly Uint8Array[]) => number[] } {
  const memory = createLaneMemory();
  if (!memory) throw new Error('this machine has no lanes');
  const lanes = createMd5Lanes(memory);
  const first = memory.grow(LANES * (MOST_BYTES / PAGE_BYTES + 1)) * PAGE_BYTES;
  const bytes = new Uint8Array(memory.buffer);
  return {
    lanes,
    put: (messages) =>
      messages.map((message, lane) => {
        // At odd addresses as well: nothing says that messages are aligned.
        const address = first + lane * (MOST_BYTES + PAGE_BYTES) + lane;
        bytes.set(message, address);
        return address;
      }),
  };
}

function md5(message: Uint8Array): string {
  return createHash('md5').update(message).digest('hex');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('each length from 0 to 300 bytes gives the MD5 that OpenSSL gives', () => {
  const { lanes, put } = setUp();
  for (let length = 0; length <= 300; length++) {
    const messages = Array.from({ length: LANES }, () => randomBytes(length));
    expect(lanes.digest(put(messages), length).map(hex)).toEqual(messages.map(md5));
  }
});

test('3,000 random lengths in 1 to 4 lanes give the MD5s that OpenSSL gives', () => {
  const { lanes, put } = setUp();
  for (let run = 0; run < 3_000; run++) {
    const length = Math.floor(Math.random() ** 4 * MOST_BYTES);
    const messages = Array.from({ length: 1 + (run % LANES) }, () => randomBytes(length));
    expect(lanes.digest(put(messages), length).map(hex)).toEqual(messages.map(md5));
  }
});

test('messages in memory that was added later are found', () => {
  const memory = createLaneMemory();
  if (!memory) throw new Error('this machine has no lanes');
  const lanes = createMd5Lanes(memory);
  for (let round = 0; round < 4; round++) {
    const address = memory.grow(200) * PAGE_BYTES;
    const message = randomBytes(200 * PAGE_BYTES);
    new Uint8Array(memory.buffer).set(message, address);
    expect(lanes.digest([address], message.length).map(hex)).toEqual([md5(message)]);
  }
});

test('the probe is a module where the lanes are one', () => {
  expect([emitProbe(), emitMd5Lanes()].map((code) => WebAssembly.validate(code))).toEqual([true, true]);
  expect(emitProbe().length).toBeLessThan(100);
});
