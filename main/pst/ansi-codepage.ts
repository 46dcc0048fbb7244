import { attempt } from './attempt.ts';
import { kindOfNode, NODE_KINDS } from './node-ids.ts';
import { findNode } from './reader/node.ts';
import { getNumber, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';

/** Messages that are asked, and nodes that are gone through to find them. Limits of ours. */
const MAX_MESSAGES = 16;
const MAX_NODES = 100_000;

/** What Windows takes texts for that are not Unicode, by the language of the system. @see [MS-LCID] 2.2, [MS-UCODEREF] 2.2.1 */
const CODEPAGES: ReadonlyMap<number, number> = new Map([
  [0x01, 1256], // Arabic
  [0x02, 1251], // Bulgarian
  [0x04, 936], // Chinese
  [0x05, 1250], // Czech
  [0x08, 1253], // Greek
  [0x0d, 1255], // Hebrew
  [0x0e, 1250], // Hungarian
  [0x11, 932], // Japanese
  [0x12, 949], // Korean
  [0x15, 1250], // Polish
  [0x18, 1250], // Romanian
  [0x19, 1251], // Russian
  [0x1a, 1250], // Croatian
  [0x1b, 1250], // Slovak
  [0x1c, 1250], // Albanian
  [0x1e, 874], // Thai
  [0x1f, 1254], // Turkish
  [0x20, 1256], // Urdu
  [0x22, 1251], // Ukrainian
  [0x23, 1251], // Belarusian
  [0x24, 1250], // Slovenian
  [0x25, 1257], // Estonian
  [0x26, 1257], // Latvian
  [0x27, 1257], // Lithuanian
  [0x29, 1256], // Persian
  [0x2a, 1258], // Vietnamese
  [0x2f, 1251], // Macedonian
]);
/** Places where a language is written in other letters than elsewhere. */
const CODEPAGES_OF_PLACES: ReadonlyMap<number, number> = new Map([
  [0x0404, 950], // Chinese, Taiwan
  [0x0c04, 950], // Chinese, Hong Kong
  [0x1404, 950], // Chinese, Macao
  [0x0c1a, 1251], // Serbian, Cyrillic
]);
const WESTERN = 1252;
const LANGUAGE_MASK = 0x3ff;
const PLACE_MASK = 0xffff;

/**
 * The code page that a file of 8-bit texts is most likely in: that of the first message that names one, else that of the
 * language of the first that names that. Folders name neither. Null when no message does.
 */
export function guessCodepage(file: PstFile): number | null {
  return attempt(() => askMessages(file), null).value;
}

function askMessages(file: PstFile): number | null {
  let ofLanguage: number | null = null;
  let nodes = 0;
  let messages = 0;
  for (const { id } of file.nodes()) {
    nodes += 1;
    if (nodes > MAX_NODES || messages === MAX_MESSAGES) break;
    if (kindOfNode(id) !== NODE_KINDS.message) continue;
    messages += 1;
    const { codepage, locale } = attempt(() => readHints(file, id), NO_HINTS).value;
    if (codepage !== null) return codepage;
    if (locale !== null) ofLanguage ??= codepageOfLocale(locale);
  }
  return ofLanguage;
}

type Hints = { readonly codepage: number | null; readonly locale: number | null };
const NO_HINTS: Hints = { codepage: null, locale: null };

function readHints(file: PstFile, id: number): Hints {
  const message = readProperties(findNode(file, id));
  return { codepage: getNumber(message, PROPERTY.codepage), locale: getNumber(message, PROPERTY.locale) };
}

/** The code page of a Windows language id: 1041 gives 932. */
export function codepageOfLocale(locale: number): number {
  return CODEPAGES_OF_PLACES.get(locale & PLACE_MASK) ?? CODEPAGES.get(locale & LANGUAGE_MASK) ?? WESTERN;
}
