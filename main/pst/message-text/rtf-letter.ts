import { RtfOutput } from './rtf-output.ts';
import { type RtfToken, RtfTokens } from './rtf-tokens.ts';
import { CHARACTERS, CHARSET_CODEPAGES, HIDDEN_GROUPS, LIST_TEXT_GROUPS } from './rtf-words.ts';

/**
 * A letter taken out of RTF: the HTML or the plain text it was made from, or the text of one written as RTF, of which
 * `hasPictures` tells that there were pictures or objects as well. The text may be blank.
 */
export type RtfLetter = {
  readonly kind: 'html' | 'text';
  readonly text: string;
  readonly isCut: boolean;
  readonly hasPictures: boolean;
};

/** Groups within groups that are told apart; what lies deeper is left out. A limit of ours: Word itself ends far before. */
const MAX_GROUPS = 500;
const DEFAULT_CODEPAGE = 1252;

/** Where the text of a group belongs. `tag` is what encapsulated HTML has kept of its markup. */
type Place = 'letter' | 'tag' | 'fonts' | 'nowhere';

type Group = {
  place: Place;
  font: number | null;
  /** Characters that stand behind a Unicode one for readers that know none. */
  substitutes: number;
  /** Written for readers of RTF alone, while the letter is HTML. */
  isRtfOnly: boolean;
  isHidden: boolean;
};

/**
 * The letter in RTF, null when the bytes are no RTF. Damage and any content cost at most what is behind them: nothing is thrown, and work and memory grow with the bytes and `maxChars` alone. Pictures, objects,
 * headers and hidden text are left out.
 * @see [MS-OXRTFEX] 2.1 (HTML and plain text within RTF), Rich Text Format Specification 1.9.1
 */
export function readRtfLetter(bytes: Uint8Array, maxChars = Number.POSITIVE_INFINITY): RtfLetter | null {
  const reader = new LetterReader(bytes, maxChars);
  return reader.read();
}

class LetterReader {
  readonly #tokens: RtfTokens;
  readonly #bytes: Uint8Array;
  readonly #output: RtfOutput;
  readonly #fonts = new Map<number, number>();
  readonly #above: Group[] = [];
  #group: Group = { place: 'letter', font: null, substitutes: 1, isRtfOnly: false, isHidden: false };
  /** Groups open beyond those that are told apart. */
  #tooDeep = 0;
  /** Text that still has to be skipped, because a Unicode character before it said the same. */
  #skip = 0;
  /** Tokens since the group was opened that can say what it is: `\*` and the word behind it. */
  #start: 'none' | 'opened' | 'starred' = 'none';
  #kind: 'html' | 'text' | 'rtf' = 'rtf';
  #codepage = DEFAULT_CODEPAGE;
  #defaultFont: number | null = null;
  #listedFont: number | null = null;
  #hasPictures = false;

  constructor(bytes: Uint8Array, maxChars: number) {
    this.#bytes = bytes;
    this.#tokens = new RtfTokens(bytes);
    this.#output = new RtfOutput(maxChars);
  }

  read(): RtfLetter | null {
    const tokens = this.#tokens;
    if (tokens.next() !== 'open' || tokens.next() !== 'word' || tokens.word !== 'rtf') return null;
    this.#above.push(this.#group);
    this.#group = { ...this.#group };
    for (let token = tokens.next(); token !== 'end' && this.#above.length > 0; token = tokens.next()) {
      this.#take(token);
      if (this.#output.isFull) break;
    }
    const text = this.#output.finish();
    const isHtml = this.#kind === 'html';
    return {
      kind: isHtml ? 'html' : 'text',
      text,
      isCut: this.#output.isFull,
      // HTML names its pictures itself; those beside it are for readers of RTF.
      hasPictures: !isHtml && this.#hasPictures,
    };
  }

  #take(token: RtfToken): void {
    if (token === 'open' || token === 'close') {
      this.#skip = 0;
      this.#start = token === 'open' ? 'opened' : 'none';
      if (token === 'open') this.#open();
      else this.#close();
      return;
    }
    if (this.#tooDeep > 0) return;
    if (token === 'symbol' && this.#tokens.word === '*' && this.#start === 'opened') {
      this.#start = 'starred';
      return;
    }
    const start = this.#start;
    this.#start = 'none';
    if (token === 'text') this.#takeText();
    else if (token === 'byte') this.#takeByte();
    else if (this.#skip > 0) this.#skip -= 1;
    else if (start === 'none' || token !== 'word' || !this.#enter(this.#tokens.word, start)) this.#takeControl();
  }

  #open(): void {
    if (this.#tooDeep > 0 || this.#above.length >= MAX_GROUPS) {
      this.#tooDeep += 1;
      return;
    }
    this.#above.push(this.#group);
    this.#group = { ...this.#group };
  }

  #close(): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    this.#group = this.#above.pop() ?? this.#group;
  }

  /** What the first word of a group says of it. True when that is all it says. */
  #enter(word: string, start: 'opened' | 'starred'): boolean {
    const group = this.#group;
    if (word === 'pict' || word === 'object') this.#hasPictures = true;
    if (group.place === 'nowhere') return true;
    if (word === 'fonttbl') group.place = 'fonts';
    else if (start === 'starred' && word === 'htmltag' && this.#kind === 'html') group.place = 'tag';
    else if (start === 'starred' || HIDDEN_GROUPS.has(word)) group.place = 'nowhere';
    else if (LIST_TEXT_GROUPS.has(word) && this.#kind === 'html') group.place = 'nowhere';
    else return false;
    return true;
  }

  #takeText(): void {
    const { start, end } = this.#tokens;
    const from = Math.min(start + this.#skip, end);
    this.#skip -= from - start;
    if (this.#isShown()) this.#output.addBytes(this.#bytes.subarray(from, end), this.#codepageHere(), this.#isMarkup());
  }

  #takeByte(): void {
    if (this.#skip > 0) this.#skip -= 1;
    else if (this.#isShown()) {
      this.#output.addBytes(Uint8Array.of(this.#tokens.byte), this.#codepageHere(), this.#isMarkup());
    }
  }

  #takeControl(): void {
    const { word, param } = this.#tokens;
    const character = CHARACTERS.get(word);
    if (character !== undefined) {
      if (this.#isShown()) this.#output.addText(character, this.#isMarkup());
    } else if (word === 'u') this.#takeUnicode(param ?? 0);
    else this.#takeSetting(word, param);
  }

  /** A unit of UTF-16, as a number that may be negative. */
  #takeUnicode(param: number): void {
    if (this.#isShown()) this.#output.addText(String.fromCharCode(param & 0xffff), this.#isMarkup());
    this.#skip = this.#group.substitutes;
  }

  #takeSetting(word: string, param: number | null): void {
    const group = this.#group;
    if (word === 'uc') group.substitutes = Math.max(0, param ?? 1);
    else if (word === 'f') this.#takeFont(param);
    else if (word === 'fcharset' || word === 'cpg') this.#takeCharset(word, param);
    else if (word === 'plain') {
      group.font = null;
      group.isHidden = false;
    } else if (word === 'v') group.isHidden = param !== 0;
    else if (word === 'htmlrtf') group.isRtfOnly = param !== 0;
    else if (word === 'ansicpg' && param !== null && param > 0) this.#codepage = param;
    else if (word === 'mac') this.#codepage = 10000;
    else if (word === 'deff') this.#defaultFont = param;
    else if (word === 'fromhtml' && this.#above.length === 1) this.#kind = 'html';
    else if (word === 'fromtext' && this.#above.length === 1) this.#kind = 'text';
  }

  #takeFont(param: number | null): void {
    if (this.#group.place === 'fonts') this.#listedFont = param;
    else this.#group.font = param;
  }

  /** A stated code page stands behind the character set and is the better word for it. */
  #takeCharset(word: 'fcharset' | 'cpg', param: number | null): void {
    if (this.#group.place !== 'fonts' || this.#listedFont === null || param === null) return;
    const codepage = word === 'cpg' ? param : CHARSET_CODEPAGES.get(param);
    if (codepage !== undefined) this.#fonts.set(this.#listedFont, codepage);
  }

  #isMarkup(): boolean {
    return this.#group.place === 'tag' || this.#kind !== 'html';
  }

  #isShown(): boolean {
    const { place, isRtfOnly, isHidden } = this.#group;
    if (place !== 'letter' && place !== 'tag') return false;
    return this.#kind === 'html' ? !isRtfOnly : !isHidden;
  }

  /** Markup is in the code page of the letter, whatever font stands beside it. */
  #codepageHere(): number {
    if (this.#group.place === 'tag') return this.#codepage;
    const font = this.#group.font ?? this.#defaultFont;
    return (font === null ? undefined : this.#fonts.get(font)) ?? this.#codepage;
  }
}
