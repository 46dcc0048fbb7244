import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../../main/cli/command.ts';
import {
  addSecretOptions,
  readConnectionSecrets,
  type SecretOptions,
} from '../../../../main/cli/connection-options.ts';

/** Reads the secrets a command line names out of these files; null stands for standard input. */
async function read(argv: readonly string[], files: Readonly<Record<string, string | Error>> = {}) {
  const command = addSecretOptions(new Command().exitOverride());
  command.parse([...argv], { from: 'user' });
  const context = {
    output: { say: () => undefined } as Partial<CommandContext['output']> as CommandContext['output'],
    signal: new AbortController().signal,
    host: { resolvePath: (path: string) => `/start/${path}` } as CommandContext['host'],
  };
  return readConnectionSecrets(
    command.opts<SecretOptions>(),
    async (path) => {
      const text = files[path ?? 'standard input'];
      if (text === undefined) throw Object.assign(new Error(), { code: 'ENOENT' });
      if (text instanceof Error) throw text;
      return text;
    },
    context,
  );
}

describe('secrets of a command line', () => {
  it('are read from the files it names', async () => {
    const argv = [
      '--sas-file',
      'a',
      '--import-sas-file',
      'b',
      '--cleanup-sas-file',
      'c',
      '--certificate-password-file',
      'd',
    ];
    const files = { '/start/a': ' up \r\n', '/start/b': 'in', '/start/c': 'clean', '/start/d': ' pass \r\n' };
    expect(await read(argv, files)).toEqual({
      uploadSas: 'up',
      importSas: 'in',
      cleanupSas: 'clean',
      certificatePassword: ' pass ',
    });
  });

  it('are none when it names none', async () => {
    expect(await read([])).toEqual({});
  });

  it.each([['--sas-stdin'], ['--sas-file', '-']])('come on standard input: %s %s', async (...argv) => {
    expect(await read(argv, { 'standard input': 'up\n' })).toEqual({ uploadSas: 'up' });
  });

  it.each([
    [['--sas-stdin', '--import-sas-file', '-'], 'Only one secret can come on standard input.'],
    [['--sas-stdin', '--sas-file', 'a'], 'Give either --sas-file or --sas-stdin.'],
    [['--sas-file', 'missing'], 'The file of --sas-file cannot be read (ENOENT).'],
    [['--import-sas-file', 'empty'], 'The file of --import-sas-file is empty.'],
  ])('%j is refused', async (argv, detail) => {
    const files = { 'standard input': 'x', '/start/a': 'x', '/start/empty': ' \n' };
    await expect(read(argv, files)).rejects.toMatchObject({ code: 'usage', params: { detail } });
  });
});
