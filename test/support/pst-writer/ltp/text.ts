import { TYPE } from './value.ts';

/** How a file keeps texts: the type of such properties, and the bytes. */
export type StoredText = {
  readonly type: number;
  encode(text: string): Buffer;
};

/** Texts of today's files. */
export const UNICODE_TEXT: StoredText = { type: TYPE.string, encode: (text) => Buffer.from(text, 'utf16le') };

/** Windows code pages texts may be kept in, and their names where that is not `windows-<number>`. @see WHATWG Encoding 4.2 */
const DOUBLE_BYTE_PAGES: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
};
const WESTERN = 1252;
/** What stands at 0x80 to 0x9f of the Western page; Node 20 decodes it as if it were Latin-1. @see WHATWG Encoding 9 */
const WESTERN_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const UNKNOWN_MARK = 0x3f;

/** Texts of files of before 2003; what the code page lacks becomes a question mark. @throws RangeError for an unknown page */
export function codePageText(codePage: number): StoredText {
  const bytesOf = codePage === WESTERN ? westernBytes() : decodedBytes(codePage);
  return {
    type: TYPE.string8,
    encode: (text) => Buffer.concat(Array.from(text, (character) => bytesOf.get(character) ?? Buffer.of(UNKNOWN_MARK))),
  };
}

function westernBytes(): ReadonlyMap<string, Buffer> {
  const map = new Map<string, Buffer>();
  for (let byte = 0; byte < 0x100; byte += 1)
    map.set(WESTERN_80[byte - 0x80] ?? String.fromCharCode(byte), Buffer.of(byte));
  return map;
}

/** The way back from what each byte, or pair of bytes, is decoded to. */
function decodedBytes(codePage: number): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(DOUBLE_BYTE_PAGES[codePage] ?? `windows-${codePage}`);
  const map = new Map<string, Buffer>();
  const add = (bytes: Buffer): void => {
    const text = decoder.decode(bytes);
    if ([...text].length === 1 && text !== '\ufffd' && !map.has(text)) map.set(text, bytes);
  };
  for (let byte = 0; byte < 0x100; byte += 1) add(Buffer.of(byte));
  if (codePage in DOUBLE_BYTE_PAGES) {
    for (let pair = 0x8100; pair < 0x1_0000; pair += 1) add(Buffer.of(pair >> 8, pair & 0xff));
  }
  return map;
}
