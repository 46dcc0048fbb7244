import type { Command } from 'commander';
import { AppError, type SecretName } from '../../preload/contract/index.ts';
import type { CommandContext } from './command.ts';
import type { ReadSecret } from './sas-command.ts';

/** What a command line says of where secrets are; the secrets themselves never stand on it. */
export type SecretOptions = {
  readonly sasFile?: string;
  readonly sasStdin?: boolean;
  readonly importSasFile?: string;
  readonly cleanupSasFile?: string;
  readonly certificatePasswordFile?: string;
};

/** The same command with options that name files with secrets. */
export function addSecretOptions(command: Command): Command {
  return command
    .option('--sas-file <file>', 'a file with the SAS to upload and nothing else; "-" for standard input')
    .option('--sas-stdin', 'the SAS to upload comes on standard input')
    .option('--import-sas-file <file>', 'a file with the SAS the import service reads with')
    .option('--cleanup-sas-file <file>', 'a file with the SAS to list and delete with')
    .option('--certificate-password-file <file>', 'a file with the password of the certificate');
}

const STDIN = '-';

/**
 * The secrets that a command line names, as they stand in their files without the end of the line.
 * @throws AppError usage when a file cannot be read or is empty, or two would come from standard input
 */
export async function readConnectionSecrets(
  options: SecretOptions,
  readSecret: ReadSecret,
  context: Pick<CommandContext, 'host' | 'signal' | 'output'>,
): Promise<Partial<Record<SecretName, string>>> {
  const places = placesOf(options);
  if (places.filter(({ file }) => file === STDIN).length > 1) {
    throw new AppError('usage', { detail: 'Only one secret can come on standard input.' });
  }
  const secrets: Partial<Record<SecretName, string>> = {};
  for (const place of places) secrets[place.name] = await readPlace(place, readSecret, context);
  return secrets;
}

type Place = { readonly name: SecretName; readonly option: string; readonly file: string };

function placesOf(options: SecretOptions): readonly Place[] {
  if (options.sasFile !== undefined && options.sasStdin === true) {
    throw new AppError('usage', { detail: 'Give either --sas-file or --sas-stdin.' });
  }
  const sasFile = options.sasStdin === true ? STDIN : options.sasFile;
  const named: readonly (readonly [SecretName, string, string | undefined])[] = [
    ['uploadSas', '--sas-file', sasFile],
    ['importSas', '--import-sas-file', options.importSasFile],
    ['cleanupSas', '--cleanup-sas-file', options.cleanupSasFile],
    ['certificatePassword', '--certificate-password-file', options.certificatePasswordFile],
  ];
  return named.flatMap(([name, option, file]) => (file === undefined ? [] : [{ name, option, file }]));
}

async function readPlace(
  { name, option, file }: Place,
  readSecret: ReadSecret,
  { host, signal, output }: Pick<CommandContext, 'host' | 'signal' | 'output'>,
): Promise<string> {
  const path = file === STDIN ? null : host.resolvePath(file);
  const text = await readSecret(path, { signal, say: output.say }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    // The name of the file is not repeated: it may be a secret that was given in its place.
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('usage', { detail: `The file of ${option} cannot be read (${code}).` }, { cause });
  });
  // A password may begin or end with spaces.
  const secret = name === 'certificatePassword' ? text.replace(/\r?\n$/, '') : text.trim();
  if (secret === '') throw new AppError('usage', { detail: `The file of ${option} is empty.` });
  return secret;
}
