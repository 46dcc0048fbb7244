/** A code as Microsoft gives one to be typed in elsewhere: eight or nine capitals and digits. */
const CODE = /\b(?=[A-Z0-9]*[A-Z])[A-Z0-9]{8,9}\b/g;

/** The code in what a sign-in asks; null when there is none, or more than one that could be it. */
export function signInCode(text: string): string | null {
  const codes = new Set(text.match(CODE));
  const [code] = codes;
  return codes.size === 1 ? (code ?? null) : null;
}
