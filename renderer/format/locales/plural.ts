/** The words of a count in one language: `one` and `other` as in CLDR. */
export type PluralWords = { readonly one: string; readonly other: string };

/** A function that writes a count with its word: `1 file`, `1,204 files`. */
export function createPlural(language: string): (count: number, words: PluralWords) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, { one, other }) => `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`;
}
