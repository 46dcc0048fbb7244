import type { z } from 'zod';

export type StrictlyRead<T> =
  | { readonly isValid: true; readonly value: T }
  /** `field` is `connection.share`; empty for the whole text. */
  | { readonly isValid: false; readonly field: string; readonly reason: 'notJson' | 'unknown' | 'invalid' };

/** Reads JSON of which nothing may go unnoticed: a field that is not known is as wrong as a value that is none. Never throws. */
export function readStrictly<T>(text: string, schema: z.ZodType<T>): StrictlyRead<T> {
  let given: unknown;
  try {
    // Editors of Windows put a mark in front.
    given = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { isValid: false, field: '', reason: 'notJson' };
  }
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const isUnknown = issue?.code === 'unrecognized_keys';
    const path = [...(issue?.path ?? []), ...(isUnknown ? issue.keys.slice(0, 1) : [])];
    return { isValid: false, field: path.map(String).join('.'), reason: isUnknown ? 'unknown' : 'invalid' };
  }
  const unknown = unknownField(given, parsed.data, '');
  return unknown === null
    ? { isValid: true, value: parsed.data }
    : { isValid: false, field: unknown, reason: 'unknown' };
}

/** A field that was given and that the schema left out. */
function unknownField(given: unknown, kept: unknown, place: string): string | null {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null) return null;
  for (const [name, value] of Object.entries(given)) {
    const field = place === '' ? name : `${place}.${name}`;
    if (!Object.hasOwn(kept, name)) return field;
    const deeper = unknownField(value, Reflect.get(kept, name), field);
    if (deeper !== null) return deeper;
  }
  return null;
}
