/** Between a name and its value, in an object, a header or a query. Quotes may be escaped: JSON is logged in JSON. */
const IS = String.raw`((?:\\*["'])?\s*[:=]\s*(?:\\*["'])?)`;

/** Values that open something, wherever they stand in a text: SAS signatures, bearer tokens, account keys. */
const SECRETS: readonly [RegExp, string][] = [
  [/(?<=^|[^a-z0-9]|%26|%3F)(sig|se|sp|sv|skoid|sktid)(=|%3D)[^&\s"'\\]+/gi, '$1$2…'],
  [/\b(Bearer|SharedKeyLite|SharedKey)\s+[^\s"',;}\\]+/gi, '$1 …'],
  [new RegExp(String.raw`(Authorization)${IS}[^"'\r\n,;}\\]+`, 'gi'), '$1$2…'],
  [new RegExp(String.raw`(AccountKey|SharedAccessSignature|token|password|secret)${IS}[^"'\s,;}\\]+`, 'gi'), '$1$2…'],
];

const SECRET_NAME = /(accountkey|sharedaccesssignature|token|password|secret|authorization)$/i;

/** The text without the values that open something. */
export function redact(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, replacement]) => cleaned.replace(pattern, replacement), text);
}

/** True for the name of a field whose value opens something, whatever that value looks like. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
