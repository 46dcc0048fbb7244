/** Accounts of the system itself, by name on Unix and by number on Windows. @see [MS-DTYP] 2.4.2.4 */
const UNIX_ACCOUNTS: ReadonlySet<string> = new Set(['root', 'nobody', 'daemon', 'bin', 'sys', 'nfsnobody', '_unknown']);
const NUMBERS = /^S-1-(?:0|1|2|3|5-(?:18|19|20|32|80|82|83|90|96))(?:-|$)/i;

/**
 * What Windows puts before the names of its own accounts and groups, in the languages that translate it.
 * In others it stays as in English.
 */
const AUTHORITIES: ReadonlySet<string> = new Set([
  'builtin',
  'nt authority',
  'nt service',
  'nt virtual machine',
  'window manager',
  'font driver host',
  'vordefiniert',
  'nt-autorität',
  'autorite nt',
  'integrado',
  'autoridade nt',
  'predefinito',
]);

/**
 * True for the owner of a file who is no person: the system, a service, a group of Windows such as the administrators,
 * who own what one of them made with raised rights. Whose the file is, such an owner does not tell.
 */
export function isSystemAccount(owner: string): boolean {
  const slash = owner.indexOf('\\');
  if (slash === -1) return UNIX_ACCOUNTS.has(owner) || NUMBERS.test(owner);
  return AUTHORITIES.has(owner.slice(0, slash).toLowerCase());
}
