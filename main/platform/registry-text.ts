/** One value as `reg.exe query` prints it. */
export type RegistryValue = {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  /** As printed: hexadecimal digits without spaces for REG_BINARY. */
  readonly data: string;
};

/** Name, type and data stand four spaces apart; a name may hold spaces. */
const VALUE_LINE = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/**
 * The values in the output of `reg.exe query`. The last line, which is in the language of Windows, and whatever else is not
 * a value below a key are passed over.
 */
export function parseRegQuery(text: string): readonly RegistryValue[] {
  const values: RegistryValue[] = [];
  let key = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^HKEY_[A-Z_]+(?:\\|$)/.test(line)) key = line;
    const [, name, type, data = ''] = VALUE_LINE.exec(line) ?? [];
    if (key !== '' && name !== undefined && type !== undefined) values.push({ key, name, type, data });
  }
  return values;
}
