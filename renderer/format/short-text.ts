/** Longest text shown on hovering or read out as a name, characters: more is no help to anyone. */
const MAX_SHORT = 200;

/** The beginning of a text that may go on and on, with a mark where it is cut. */
export function shortText(text: string, maxCharacters = MAX_SHORT): string {
  if (text.length <= maxCharacters) return text;
  // Not between the halves of a character.
  return `${text.slice(0, maxCharacters).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
