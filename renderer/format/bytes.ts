/** Units of a size; 1,024 of one make the next, as in File Explorer. */
export const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
export type ByteUnit = (typeof BYTE_UNITS)[number];

const BYTES_PER_UNIT = 1024;

/** From here on the next unit is used, so that no size is written with four digits. */
const LARGEST_SHOWN = 999.5;

/** A size in the unit that shows it with at most three digits before the point. */
export function scaleBytes(bytes: number): { readonly value: number; readonly unit: ByteUnit } {
  let value = bytes;
  let unit: ByteUnit = BYTE_UNITS[0];
  for (const next of BYTE_UNITS.slice(1)) {
    if (value < LARGEST_SHOWN) break;
    value /= BYTES_PER_UNIT;
    unit = next;
  }
  return { value, unit };
}

/** A size for people, three significant digits: `1.2 GB`. */
export function formatBytes(bytes: number, locale: string): string {
  return createBytesFormat(locale)(bytes);
}

/** `formatBytes` for many sizes: making a number format takes far longer than using it. */
export function createBytesFormat(locale: string): (bytes: number) => string {
  const numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  return (bytes) => {
    const { value, unit } = scaleBytes(Math.max(0, bytes));
    return `${numbers.format(value)} ${unit}`;
  };
}
