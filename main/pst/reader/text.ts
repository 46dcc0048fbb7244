/** Western European, ASCII, Latin-1. */
const WESTERN_CODEPAGES: readonly number[] = [1252, 20127, 28591];

/** Windows code pages whose name is not `windows-<number>`. @see [MS-UCODEREF] 2.2.1, WHATWG Encoding 4.2 */
const LABELS: ReadonlyMap<number, string> = new Map([
  [866, 'ibm866'],
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [1201, 'utf-16be'],
  [10000, 'macintosh'],
  [10007, 'x-mac-cyrillic'],
  [20866, 'koi8-r'],
  [20932, 'euc-jp'],
  [20936, 'gbk'],
  [20949, 'euc-kr'],
  [21866, 'koi8-u'],
  [38598, 'iso-8859-8-i'],
  [50220, 'iso-2022-jp'],
  [50221, 'iso-2022-jp'],
  [50222, 'iso-2022-jp'],
  [50225, 'euc-kr'],
  [51932, 'euc-jp'],
  [51936, 'gbk'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
  [65001, 'utf-8'],
]);

/**
 * What Windows-1252 has where Latin-1 has control characters, 0x80 to 0x9f. The TextDecoder of Node 20 and 22 takes it
 * for Latin-1. @see encoding.spec.whatwg.org/index-windows-1252.txt
 */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const FIRST_WESTERN = 0x80;

/** The text in bytes of a Windows code page; of an unknown one, UTF-8 when it is that and Western European otherwise. */
export function decodeText(bytes: Uint8Array, codepage: number | null): string {
  const label = codepage === null ? 'utf-8' : labelOf(codepage);
  if (label === null) return decodeWestern(bytes);
  try {
    return new TextDecoder(label, { fatal: codepage === null, ignoreBOM: false }).decode(bytes);
  } catch {
    return decodeWestern(bytes);
  }
}

function decodeWestern(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (letter) => WESTERN.charAt(letter.charCodeAt(0) - FIRST_WESTERN));
}

/** Null for Western European, and for what nobody knows. */
function labelOf(codepage: number): string | null {
  if (WESTERN_CODEPAGES.includes(codepage)) return null;
  if (codepage >= 1250 && codepage <= 1258) return `windows-${codepage}`;
  if (codepage >= 28591 && codepage <= 28606) return `iso-8859-${codepage - 28590}`;
  return LABELS.get(codepage) ?? null;
}
