import type { PstAddress } from '../pst/store.ts';

/** An address as a mail header can hold it. */
export type HeaderAddress = { readonly name: string; readonly address: string };

/** A domain that can never exist, for addresses that are not internet addresses. @see RFC 2606 */
const NO_DOMAIN = 'pst.invalid';

/** One mailbox at one domain, without anything a header would need quotes for. */
const INTERNET_ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}]+@[^\s"(),:;<>@[\\\]\p{Cc}]+$/u;

/** Longest local part we write for an address of Exchange's own kind, characters. */
const MAX_ENCAPSULATED = 900;

/**
 * The address of a person in a PST for use in a header; null when the PST has neither name nor address.
 * Addresses of Exchange's own kind (`/O=…/CN=…`) are encapsulated the way Exchange does it, in a domain that cannot exist.
 */
export function toHeaderAddress(person: PstAddress): HeaderAddress | null {
  const name = oneLine(person.name);
  const address = oneLine(person.address);
  if (INTERNET_ADDRESS.test(address)) return { name, address };
  if (address !== '') return { name: name || address, address: encapsulate(address) };
  if (INTERNET_ADDRESS.test(name)) return { name: '', address: name };
  return name === '' ? null : { name, address: `unknown@${NO_DOMAIN}` };
}

/** The text on one line: control characters, line breaks above all, become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** @see learn.microsoft.com/exchange/troubleshoot/email-delivery/imceaex-ndr: `/` is `_`, anything unusual is `+` and two hex digits. */
function encapsulate(address: string): string {
  const encode = (character: string) =>
    character === '/'
      ? '_'
      : [...Buffer.from(character)].map((byte) => `+${byte.toString(16).padStart(2, '0')}`).join('');
  const local = address.replace(/[^A-Za-z0-9=-]/gu, encode).slice(0, MAX_ENCAPSULATED);
  return `IMCEAEX-${local}@${NO_DOMAIN}`;
}
