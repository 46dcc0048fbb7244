/**
 * A WebAssembly module that takes four messages side by side through MD5's compression function, one in each 32-bit lane
 * of a vector: MD5 is one long chain of operations, so that one message alone leaves most of a processor idle.
 * @see RFC 1321; webassembly.github.io/spec/core/binary
 */

/** Messages side by side. */
export const LANES = 4;

/** Bytes MD5 takes in at a time. */
export const CHUNK_BYTES = 64;

/**
 * The module. It imports a shared memory as `env.memory` and exports `compress(p0, p1, p2, p3, chunks, state)`: `chunks`
 * (at least 1) of 64 bytes from each of four addresses go into the state, four words of four lanes each.
 */
export function emitMd5Lanes(): Uint8Array<ArrayBuffer> {
  return emitModule(emitBody());
}

/** A module that needs of a machine what the real one needs, and does nothing; the real one takes 20 ms to make. */
export function emitProbe(): Uint8Array<ArrayBuffer> {
  return emitModule([...constant(0), ...get(WORDS), ...add, ...set(WORDS), 0x0b]);
}

function emitModule(body: Code): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...list(Array(PARAMETERS).fill([I32])), 0];
  const memory = [...text('env'), ...text('memory'), 2, SHARED_WITH_MAXIMUM, 1, ...unsigned(MOST_PAGES)];
  const code = [...list([[...unsigned(VECTORS), V128]]), ...body];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, list([type])),
    ...section(2, list([memory])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('compress'), 0, 0]])),
    ...section(10, list([[...unsigned(code.length), ...code]])),
  ]);
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const I32 = 0x7f;
const V128 = 0x7b;
const SHARED_WITH_MAXIMUM = 3;
/** The most a memory may have, 4 GiB; ours may have less. */
const MOST_PAGES = 65_536;

/** Parameters, then locals: the state, a copy of it or scratch, the 16 words of a chunk, four more for scratch. */
const COUNT = LANES;
const STATE = LANES + 1;
const PARAMETERS = LANES + 2;
const VECTORS = 4 + 4 + 16 + 4;
const [WORDS, OLD, INPUT, SCRATCH] = [PARAMETERS, PARAMETERS + 4, PARAMETERS + 8, PARAMETERS + 24] as const;

/** Left rotations of the four steps that repeat in each of the four rounds. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

type Code = readonly number[];

const vector = (operation: number): Code => [0xfd, ...unsigned(operation)];
const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
const tee = (local: number): Code => [0x22, ...unsigned(local)];
const number = (value: number): Code => [0x41, ...signed(value)];
const add = vector(174);
const and = vector(78);
const andNot = vector(79);
const or = vector(80);
const xor = vector(81);
const not = vector(77);
const shiftLeft = vector(171);
const shiftRight = vector(173);
/** Blocks may lie anywhere: no alignment is promised. */
const load = (offset: number): Code => [...vector(0), 0, ...unsigned(offset)];
const store = (offset: number): Code => [...vector(11), 0, ...unsigned(offset)];

function emitBody(): Code {
  const words = [0, 1, 2, 3];
  return [
    ...words.flatMap((word) => [...get(STATE), ...load(word * 16), ...set(WORDS + word)]),
    ...[0x03, 0x40], // loop
    ...words.flatMap(emitTransposition),
    ...words.flatMap((word) => [...get(WORDS + word), ...set(OLD + word)]),
    ...Array.from({ length: 64 }, (_, step) => emitStep(step)).flat(),
    ...words.flatMap((word) => [...get(WORDS + word), ...get(OLD + word), ...add, ...set(WORDS + word)]),
    ...words.flatMap((lane) => [...get(lane), ...number(CHUNK_BYTES), 0x6a, ...set(lane)]),
    ...[...get(COUNT), ...number(1), 0x6b, ...tee(COUNT), 0x0d, 0, 0x0b], // again while any is left
    ...words.flatMap((word) => [...get(STATE), ...get(WORDS + word), ...store(word * 16)]),
    0x0b,
  ];
}

/** Reads a quarter of a chunk of each message and turns four words of four messages into four words for four lanes. */
function emitTransposition(quarter: number): Code {
  const [a, b, c, d] = [SCRATCH, SCRATCH + 1, SCRATCH + 2, SCRATCH + 3] as const;
  const [ab, cd, abHigh, cdHigh] = [OLD, OLD + 1, OLD + 2, OLD + 3] as const;
  const shuffle = (x: number, y: number, lanes: readonly number[], to: number): Code => {
    const bytes = lanes.flatMap((lane) => [lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3]);
    return [...get(x), ...get(y), ...vector(13), ...bytes, ...set(to)];
  };
  const input = INPUT + quarter * 4;
  return [
    ...[a, b, c, d].flatMap((scratch, lane) => [...get(lane), ...load(quarter * 16), ...set(scratch)]),
    ...shuffle(a, b, [0, 4, 1, 5], ab),
    ...shuffle(c, d, [0, 4, 1, 5], cd),
    ...shuffle(a, b, [2, 6, 3, 7], abHigh),
    ...shuffle(c, d, [2, 6, 3, 7], cdHigh),
    ...shuffle(ab, cd, [0, 1, 4, 5], input),
    ...shuffle(ab, cd, [2, 3, 6, 7], input + 1),
    ...shuffle(abHigh, cdHigh, [0, 1, 4, 5], input + 2),
    ...shuffle(abHigh, cdHigh, [2, 3, 6, 7], input + 3),
  ];
}

/** `a = b + rotate(a + f(b, c, d) + input + constant)`; the words change places with each step. */
function emitStep(step: number): Code {
  const round = step >> 4;
  const place = (word: number) => WORDS + ((word + 64 - step) % 4);
  const [a, b, c, d] = [place(0), place(1), place(2), place(3)] as const;
  const input = INPUT + (([step, 5 * step + 1, 3 * step + 5, 7 * step][round] ?? 0) % 16);
  const rotation = ROTATIONS[round]?.[step % 4] ?? 0;
  return [
    ...[...get(a), ...get(input), ...constant(step), ...add, ...add],
    ...emitMixing(round, b, c, d),
    ...[...tee(SCRATCH), ...number(rotation), ...shiftLeft],
    ...[...get(SCRATCH), ...number(32 - rotation), ...shiftRight, ...or],
    ...[...get(b), ...add, ...set(a)],
  ];
}

/** Adds the round's function to what is on the stack, with as little as possible behind `b`, which comes last. */
function emitMixing(round: number, b: number, c: number, d: number): Code {
  if (round === 0) return [...get(c), ...get(d), ...xor, ...get(b), ...and, ...get(d), ...xor, ...add];
  if (round === 1) return [...get(c), ...get(d), ...andNot, ...add, ...get(b), ...get(d), ...and, ...add];
  if (round === 2) return [...get(c), ...get(d), ...xor, ...get(b), ...xor, ...add];
  return [...get(d), ...not, ...get(b), ...or, ...get(c), ...xor, ...add];
}

/** The step's constant in all lanes. */
function constant(step: number): Code {
  const value = Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
  const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  return [...vector(12), ...bytes, ...bytes, ...bytes, ...bytes];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function list(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(value: string): Code {
  return [value.length, ...Array.from(value, (letter) => letter.charCodeAt(0))];
}

/** LEB128 of a number that is not negative. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of a number from 0 to 8191. */
function signed(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, value >>> 7];
}
