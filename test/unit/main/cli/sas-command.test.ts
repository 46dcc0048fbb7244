import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../../main/cli/command.ts';
import { createOutput } from '../../../../main/cli/output.ts';
import { type ReadSecret, type SasOptions, sasCommand } from '../../../../main/cli/sas-command.ts';
import { lineText } from '../../../../main/cli/text.ts';
import { AppError, CliLine } from '../../../../preload/contract/index.ts';
import { SIGNATURE, sasAddress } from '../../../support/upload/sas-text.ts';

const DAY_MS = 86_400_000;
const EXPIRES = `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 16)}Z`;
const GOOD = sasAddress({ st: null, se: EXPIRES });
const JOB: SasOptions = { for: 'upload', mode: 'job' };

/** Runs the command over a text; keeps what it printed and where it was told to read. */
async function run(
  text: string | Error,
  options: SasOptions & { readonly file?: string; readonly json?: boolean } = JOB,
) {
  const out: string[] = [];
  const read: (string | null)[] = [];
  const streams = { stdout: { write: (line: string) => out.push(line) }, stderr: { write: () => undefined } };
  const readSecret: ReadSecret = async (path) => {
    read.push(path);
    if (typeof text === 'string') return text;
    throw text;
  };
  const context = {
    output: createOutput(streams, options.json === true, lineText),
    signal: new AbortController().signal,
    host: { resolvePath: (path: string) => `/start/${path}` } as CommandContext['host'],
  };
  const code = await sasCommand(options.file ?? '-', options, context, readSecret);
  return { code, text: out.join(''), read };
}

describe('sas', () => {
  it('prints what a SAS allows and until when, and ends well', async () => {
    const { code, text, read } = await run(`${GOOD}\n`);
    expect(read).toEqual([null]);
    expect(text.split('\n')).toEqual([
      'accepted    a SAS for one file, signed with the key of the account',
      'host        contoso.blob.core.windows.net',
      'container   pst',
      'file        ann-2015.pst',
      'allows      read, create, write',
      `until       ${EXPIRES.slice(0, 10)} ${EXPIRES.slice(11, 16)} UTC`,
      '',
    ]);
    expect(code).toBe(0);
  });

  it('prints each finding, the worst first, and ends blocked', async () => {
    const { code, text } = await run(sasAddress({ st: null, se: EXPIRES, sr: 'c', sp: 'cw', sip: '10.0.0.1' }));
    const weights = text.split('\n').map((line) => line.slice(0, 12).trim());
    expect(weights).toEqual([
      ...['REFUSED', 'host', 'container', 'file', 'allows', 'until'],
      ...['REFUSED', 'warning', 'note', ''],
    ]);
    expect(code).toBe(4);
  });

  it('prints the same as lines of JSON', async () => {
    const { code, text } = await run(sasAddress({ st: null, se: EXPIRES, spr: null }), { ...JOB, json: true });
    const lines = text
      .trim()
      .split('\n')
      .map((line) => CliLine.parse(JSON.parse(line)));
    expect(lines).toMatchObject([
      { kind: 'sas', isAccepted: false, resource: 'blob', rights: 'rcw', isSigned: true },
      { kind: 'sasFinding', level: 'refuse', code: 'httpAllowed' },
    ]);
    expect(code).toBe(4);
  });

  it('judges by what it is for and in whose hands it is', async () => {
    const container = sasAddress({ st: null, se: EXPIRES, sr: 'c', sp: 'cw' });
    expect((await run(container, { for: 'upload', mode: 'technician' })).code).toBe(0);
    expect((await run(GOOD, { for: 'cleanup', mode: 'technician' })).code).toBe(4);
    expect((await run(GOOD, { for: 'import', mode: 'job' })).code).toBe(0);
  });

  it('says of any other text what it is not', async () => {
    const { code, text } = await run('hello', { ...JOB, json: true });
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { kind: 'sas', isAccepted: false, sasKind: 'unknown', isSigned: false },
      { kind: 'sasFinding', code: 'notSas' },
    ]);
    expect(code).toBe(4);
  });

  it('never prints the signature', async () => {
    for (const json of [true, false]) {
      for (const text of [GOOD, `${GOOD}&si=${SIGNATURE}`, GOOD.replace('sig=', 'si=')]) {
        const printed = (await run(text, { ...JOB, json })).text;
        expect(printed).toContain('contoso');
        expect([SIGNATURE, encodeURIComponent(SIGNATURE)].filter((form) => printed.includes(form))).toEqual([]);
      }
    }
  });

  it('reads the file that is named, and does not repeat its name when it cannot', async () => {
    expect((await run(GOOD, { ...JOB, file: 'sas.txt' })).read).toEqual(['/start/sas.txt']);
    const attempt = run(Object.assign(new Error('/start/x'), { code: 'ENOENT' }), { ...JOB, file: 'x' });
    await expect(attempt).rejects.toThrow(AppError);
    await expect(attempt).rejects.toMatchObject({
      code: 'usage',
      params: { detail: 'The file with the SAS cannot be read (ENOENT).' },
    });
  });
});
