import { AppError } from '../../preload/contract/index.ts';

/** A signature as it is written in an address, plain or encoded. */
const SIGNATURE = /(^|[?&;]|%3F|%26|amp;)\s*(sig|AccountKey|SharedAccessSignature)(=|%3D)/i;

/** Base64 of 32 or 64 bytes: a signature or an account key by itself. */
const DIGEST = /^[A-Za-z0-9+/%]{43,}(=|%3D){1,2}$/i;

/** What only `sas` would take for a file: an address, or the fields of a SAS. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/|(^|[?&=])(sv|sig|se|sp)(=|%3D)/i;

/**
 * Refuses a command line with a SAS, an address that may hold one, or a key in it, without repeating it.
 * @throws AppError usage
 */
export function refuseSecrets(argv: readonly string[]): void {
  const isSas = argv.find((word) => !word.startsWith('-')) === 'sas';
  const isSecret = (word: string) => SIGNATURE.test(word) || (isSas && (ADDRESS.test(word) || DIGEST.test(word)));
  if (argv.some(isSecret)) throw new AppError('usage', { detail: DETAIL });
}

const DETAIL =
  'A SAS does not belong on a command line: other programs see it in the list of processes, and it stays in the history ' +
  'and in logs of the system. Withdraw this one, and give the next to "sas" in a file or on standard input.';
