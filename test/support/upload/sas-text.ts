/** When the tests look at a SAS. */
export const NOW_MS = Date.parse('2026-03-04T12:00:00Z');

/** A signature as services make them: base64 of 32 bytes, with every letter that is encoded in an address. */
export const SIGNATURE = 'aB3+dE5/gH7iJ9kL1mN2oP4qR6sT8uV0wX+yZ/AbCdE=';

/** Every way the signature could stand in a text. */
export const SIGNATURE_FORMS = [
  SIGNATURE,
  encodeURIComponent(SIGNATURE),
  encodeURIComponent(encodeURIComponent(SIGNATURE)),
  SIGNATURE.replaceAll('+', ' '),
  SIGNATURE.slice(0, -1),
];

/** The fields of a SAS nothing is wrong with: to send one file within a day. */
export const GOOD_FIELDS: Readonly<Record<string, string>> = {
  sv: '2021-12-02',
  st: '2026-03-04T11:30:00Z',
  se: '2026-03-05T12:00:00Z',
  sr: 'b',
  sp: 'rcw',
  spr: 'https',
  sig: SIGNATURE,
};

/** The blob the good SAS is for. */
export const BLOB = 'pst/ann-2015.pst';

/** Its address without the SAS. */
export const ADDRESS = `https://contoso.blob.core.windows.net/${BLOB}`;

/** A SAS without its address: the good one with these fields in place of its own; null leaves one out. */
export function sasToken(changes: Readonly<Record<string, string | null>> = {}): string {
  return Object.entries({ ...GOOD_FIELDS, ...changes })
    .flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

/** A SAS with its address. */
export function sasAddress(changes: Readonly<Record<string, string | null>> = {}, address: string = ADDRESS): string {
  return `${address}?${sasToken(changes)}`;
}
