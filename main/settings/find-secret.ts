import { isSecretName } from '../../preload/contract/index.ts';

/** What opens something, and is found where only settings belong. */
export const SECRET_KINDS = ['sas', 'accountKey', 'password', 'connectionString'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** In a text with its percent signs resolved. */
const PATTERNS: readonly (readonly [SecretKind, RegExp])[] = [
  ['connectionString', /DefaultEndpointsProtocol\s*=|SharedAccessSignature\s*=/i],
  ['accountKey', /AccountKey\s*=|SharedAccessKey\s*=|^[A-Za-z0-9+/]{86}==$/i],
  ['sas', /(^|[^A-Za-z0-9])sig\s*=|^[A-Za-z0-9+/]{43}=$/i],
  ['password', /\b(password|passwd|pwd|client_?secret)\s*[=:]|^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]*:[^/?#@\s]*@/i],
];

/** Names that are given to what opens something, beyond those that are kept out of logs. */
const FIELD_NAMES: readonly (readonly [SecretKind, RegExp])[] = [
  ['connectionString', /connection_?string$/i],
  ['accountKey', /(account|storage|access)_?key$/i],
  ['sas', /sas(_?(token|uri|url|key))?$/i],
  ['password', /(passwd|passphrase|pwd)$/i],
];

/** A secret and where it stands; never the secret. `field` is `a.b.0`, empty for the text itself. */
export type FoundSecret = { readonly kind: SecretKind; readonly field: string };

/**
 * The first secret in a settings text, in whatever part of it and however encoded: as text, as JSON with its escapes, in
 * names as well as values. Null when there is none.
 */
export function findSecret(text: string): FoundSecret | null {
  const value = parseJson(text);
  const found = value === undefined ? null : findIn(value, '', 0);
  const kind = kindOf(text);
  return found ?? (kind === null ? null : { kind, field: '' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Deeper than any settings are. */
const MAX_DEPTH = 50;

function findIn(value: unknown, field: string, depth: number): FoundSecret | null {
  if (typeof value === 'string') {
    const kind = kindOf(value);
    return kind === null ? null : { kind, field };
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  for (const [name, each] of Object.entries(value)) {
    // The name may be the secret itself.
    const inName = kindOf(name);
    if (inName !== null) return { kind: inName, field };
    const place = field === '' ? name : `${field}.${name}`;
    const named = isEmpty(each) ? null : kindOfName(name);
    const found = named === null ? findIn(each, place, depth + 1) : { kind: named, field: place };
    if (found !== null) return found;
  }
  return null;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || typeof value === 'boolean';
}

function kindOfName(name: string): SecretKind | null {
  const known = FIELD_NAMES.find(([, pattern]) => pattern.test(name));
  return known?.[0] ?? (isSecretName(name) ? 'password' : null);
}

function kindOf(text: string): SecretKind | null {
  const resolved = resolvePercents(text.trim());
  return PATTERNS.find(([, pattern]) => pattern.test(resolved))?.[0] ?? null;
}

/** Out of however many layers of percent signs. */
function resolvePercents(text: string): string {
  let current = text;
  for (let before = ''; before !== current; ) {
    before = current;
    current = before.replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  }
  return current;
}
