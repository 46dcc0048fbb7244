import { decodeText } from '../reader/text.ts';

/** Collects the text of a letter; bytes of one code page that follow each other may be halves of one character. */
export class RtfOutput {
  readonly #maxChars: number;
  readonly #parts: string[] = [];
  #chars = 0;
  #pending = Buffer.allocUnsafe(4096);
  #pendingBytes = 0;
  #codepage = 0;
  #isMarkup = true;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  /** More than `maxChars` were added. */
  get isFull(): boolean {
    return this.#chars > this.#maxChars;
  }

  /** `isMarkup` false means that marks of HTML in it are characters and nothing else. */
  addBytes(bytes: Uint8Array, codepage: number, isMarkup: boolean): void {
    if (codepage !== this.#codepage || isMarkup !== this.#isMarkup) this.#flush();
    this.#codepage = codepage;
    this.#isMarkup = isMarkup;
    if (this.#pendingBytes + bytes.length > this.#pending.length) this.#grow(bytes.length);
    this.#pending.set(bytes, this.#pendingBytes);
    this.#pendingBytes += bytes.length;
  }

  addText(text: string, isMarkup: boolean): void {
    this.#flush();
    this.#push(isMarkup ? text : escapeMarks(text));
  }

  /** All that was added, at most `maxChars` of it. */
  finish(): string {
    this.#flush();
    return this.#parts.join('').slice(0, Math.min(this.#maxChars, Number.MAX_SAFE_INTEGER));
  }

  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#pending.length * 2, this.#pendingBytes + bytes));
    this.#pending.copy(larger, 0, 0, this.#pendingBytes);
    this.#pending = larger;
  }

  #flush(): void {
    if (this.#pendingBytes === 0) return;
    const bytes = this.#pending.subarray(0, this.#pendingBytes);
    this.#pendingBytes = 0;
    const text = isAscii(bytes) ? bytes.toString('latin1') : decodeText(bytes, this.#codepage);
    this.#push(this.#isMarkup ? text : escapeMarks(text));
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#chars += text.length;
  }
}

/** Codes of two bytes may hold ones below 0x80, but never begin with one; UTF-16 has zeros. */
function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte > 0 && byte < 0x80);
}

/** An ampersand stays: what writes such letters has kept its code as markup. */
function escapeMarks(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
