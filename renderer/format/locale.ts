/** The person's regional form of the language the texts are in, so that dates and numbers look as they expect. */
export function pickLocale(preferred: readonly string[], language: string): string {
  return preferred.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}
