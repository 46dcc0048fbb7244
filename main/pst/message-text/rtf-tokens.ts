/** What a piece of RTF is; `end` is the end of the bytes. `byte` is one character byte written as `\'hh`. */
export const RTF_TOKENS = ['open', 'close', 'word', 'symbol', 'byte', 'text', 'end'] as const;
export type RtfToken = (typeof RTF_TOKENS)[number];

const SLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const MINUS = 0x2d;
const QUOTE = 0x27;

/** Longer than any control word there is; what follows in it belongs to no word we know. */
const MAX_WORD_CHARS = 64;

/**
 * Takes RTF apart, token by token, in one pass and without making room for anything: what damaged or hostile bytes claim
 * costs nothing. The fields tell of the token that `next` has just found.
 * @see Rich Text Format Specification 1.9.1, "Conventions of an RTF Reader"
 */
export class RtfTokens {
  /** Name of a control word, or the character of a control symbol. */
  word = '';
  /** The number behind a control word; null for none. */
  param: number | null = null;
  /** The value of a `byte`. */
  byte = 0;
  /** Where a `text` starts and, exclusive, ends. */
  start = 0;
  end = 0;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): RtfToken {
    const bytes = this.#bytes;
    while (bytes[this.#at] === CR || bytes[this.#at] === LF) this.#at += 1;
    const first = bytes[this.#at];
    if (first === undefined) return 'end';
    if (first === SLASH) return this.#readControl();
    if (first === OPEN || first === CLOSE) {
      this.#at += 1;
      return first === OPEN ? 'open' : 'close';
    }
    this.start = this.#at;
    while (this.#at < bytes.length && !isSpecial(bytes[this.#at] ?? 0)) this.#at += 1;
    this.end = this.#at;
    return 'text';
  }

  #readControl(): RtfToken {
    const first = this.#bytes[this.#at + 1];
    if (first === undefined) {
      this.#at += 1;
      return 'end';
    }
    if (isLetter(first)) return this.#readWord();
    this.#at += 2;
    if (first === QUOTE) return this.#readHex();
    this.param = null;
    this.word = String.fromCharCode(first);
    return 'symbol';
  }

  #readHex(): RtfToken {
    const [high, low] = [hexDigit(this.#bytes[this.#at]), hexDigit(this.#bytes[this.#at + 1])];
    if (high < 0 || low < 0) {
      // Not what it should be; whatever follows is read as it stands.
      this.word = "'";
      return 'symbol';
    }
    this.#at += 2;
    this.byte = high * 16 + low;
    return 'byte';
  }

  #readWord(): RtfToken {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let at = start;
    while (isLetter(bytes[at] ?? 0)) at += 1;
    this.word = asciiText(bytes, start, Math.min(at, start + MAX_WORD_CHARS));
    const isNegative = bytes[at] === MINUS && isDigit(bytes[at + 1] ?? 0);
    if (isNegative) at += 1;
    let value = isDigit(bytes[at] ?? 0) ? 0 : null;
    for (; isDigit(bytes[at] ?? 0); at += 1) value = Math.min((value ?? 0) * 10 + (bytes[at] ?? 0) - 0x30, 0x7fffffff);
    this.param = isNegative && value !== null ? -value : value;
    this.#at = bytes[at] === SPACE ? at + 1 : at;
    // The bytes of a picture or an object, which may hold anything.
    if (this.word === 'bin' && this.param !== null && this.param > 0) this.#at += this.param;
    return 'word';
  }
}

function isSpecial(byte: number): boolean {
  return byte === SLASH || byte === OPEN || byte === CLOSE || byte === CR || byte === LF;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function hexDigit(byte: number | undefined): number {
  return byte === undefined ? -1 : '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
