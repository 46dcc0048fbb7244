import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../../main/cli/command.ts';
import {
  connectionCommand,
  setConnectionCommand,
  testConnectionCommand,
} from '../../../../main/cli/connect-command.ts';
import { createOutput } from '../../../../main/cli/output.ts';
import { lineText } from '../../../../main/cli/text.ts';
import type { ProbeQuestion } from '../../../../main/import/engine.ts';
import { CliLine, Connection, type ConnectionView, type ProbeStep } from '../../../../preload/contract/index.ts';
import { SIGNATURE_FORMS, sasAddress } from '../../../support/upload/sas-text.ts';

const EXCHANGE = { engine: 'exchange', container: 'https://contoso.blob.core.windows.net/pst' };

const VIEW: ConnectionView = {
  connection: Connection.parse(EXCHANGE),
  isManaged: true,
  hasSandbox: false,
  canRemember: true,
  secrets: [
    {
      name: 'uploadSas',
      isSet: true,
      isRemembered: true,
      sas: {
        sasKind: 'service',
        resource: 'container',
        host: 'contoso.blob.core.windows.net',
        container: 'pst',
        blob: null,
        rights: 'cw',
        startsAt: null,
        expiresAt: '2026-03-05T12:00:00.000Z',
        policy: null,
        version: '2021-12-02',
        isSigned: true,
      },
      findings: [
        { level: 'warn', code: 'expiresSoon', params: {} },
        { level: 'note', code: 'readAdvised', params: {} },
      ],
    },
    { name: 'importSas', isSet: false, isRemembered: false, sas: null, findings: [] },
  ],
  problem: { code: 'secretMissing', params: { name: 'importSas' } },
};

function world(json = false) {
  const out: string[] = [];
  const context = {
    output: createOutput(
      { stdout: { write: (line) => out.push(line) }, stderr: { write: () => undefined } },
      json,
      lineText,
    ),
    signal: new AbortController().signal,
    host: { resolvePath: (path: string) => `/start/${path}` } as CommandContext['host'],
  };
  return { out, context };
}

describe('connection', () => {
  it('is shown with what is set, what secrets allow, and what is wrong', async () => {
    const { out, context } = world();
    expect(await connectionCommand({ view: async () => VIEW }, context)).toBe(0);
    const rows = out.join('').trimEnd().split('\n');
    expect(rows.slice(0, 6)).toEqual([
      'engine              exchange (set by your organisation)',
      'container           https://contoso.blob.core.windows.net/pst',
      'sign-in             interactive',
      'environment         O365Default',
      'PowerShell          windows',
      'uploadSas           kept, allows create, write, until 2026-03-05 12:00 UTC',
    ]);
    expect(rows[6]).toMatch(/^ {20}It expires soon/);
    expect(rows[7]).toBe('importSas           not set');
    expect(rows[8]).toMatch(/^problem {13}The permission \(SAS\) to read for the import is not known/);
    expect(rows).toHaveLength(9);
  });

  it('is a line of JSON for scripts', async () => {
    const { out, context } = world(true);
    await connectionCommand({ view: async () => VIEW }, context);
    expect(out.map((line) => CliLine.parse(JSON.parse(line)))).toEqual([{ kind: 'connection', ...VIEW }]);
  });
});

/** Sets the connection that stands in a text. */
async function set(text: string | Error, file = 'connection.json') {
  const { out, context } = world();
  const kept: Connection[] = [];
  const read: (string | null)[] = [];
  const port = {
    set: async (connection: Connection) => {
      kept.push(connection);
      return { ...VIEW, connection };
    },
  };
  const code = await setConnectionCommand(file, port, context, async (path) => {
    read.push(path);
    if (typeof text === 'string') return text;
    throw text;
  });
  return { code, kept, read, out };
}

describe('connection set', () => {
  it('keeps what stands in a file, and shows it', async () => {
    const { code, kept, read, out } = await set(`\ufeff${JSON.stringify(EXCHANGE)}`);
    expect([code, kept, read]).toEqual([0, [Connection.parse(EXCHANGE)], ['/start/connection.json']]);
    expect(out.join('')).toContain('https://contoso.blob.core.windows.net/pst');
    expect((await set(JSON.stringify(EXCHANGE), '-')).read).toEqual([null]);
  });

  it.each([
    ['{', 'The file with the connection is not JSON.'],
    ['{"engine":"mail"}', 'Of the connection, "engine" is missing or not valid.'],
    ['{"engine":"onPremises"}', 'Of the connection, "connectionUri" is missing or not valid.'],
    ['7', 'Of the connection, what stands in the file is missing or not valid.'],
    [JSON.stringify({ ...EXCHANGE, mailbox: 'a' }), 'Of the connection, "mailbox" is not known.'],
    [
      JSON.stringify({ ...EXCHANGE, container: sasAddress() }),
      'A secret does not belong into the file of a connection (container).',
    ],
    [
      JSON.stringify({ ...EXCHANGE, signIn: { password: 'x' } }),
      'A secret does not belong into the file of a connection (signIn.password).',
    ],
  ])('refuses %s', async (text, detail) => {
    const attempt = set(text);
    await expect(attempt).rejects.toMatchObject({ code: 'usage', params: { detail } });
    await attempt.catch((error: unknown) => {
      expect(SIGNATURE_FORMS.filter((form) => JSON.stringify(error).includes(form))).toEqual([]);
    });
  });

  it('tells a file that cannot be read', async () => {
    await expect(set(Object.assign(new Error(), { code: 'ENOENT' }))).rejects.toMatchObject({
      code: 'usage',
      params: { detail: 'The file with the connection cannot be read (ENOENT).' },
    });
  });
});

describe('connection test', () => {
  const STEPS: readonly ProbeStep[] = [
    { step: 'signIn', outcome: 'ok', detail: 'ann@contoso.example', error: null },
    { step: 'uploadSas', outcome: 'warning', detail: 'It expires soon.', error: null },
    { step: 'uploadTest', outcome: 'skipped', detail: 'uploadSas', error: null },
    {
      step: 'mailbox',
      outcome: 'failed',
      detail: '',
      error: { code: 'importMailboxMissing', params: { mailbox: 'bea' } },
    },
  ];

  async function run(steps: readonly ProbeStep[], json = false) {
    const { out, context } = world(json);
    const questions: ProbeQuestion[] = [];
    const port = {
      steps: async function* (question: ProbeQuestion) {
        questions.push(question);
        yield* steps;
      },
    };
    const code = await testConnectionCommand({ mailbox: 'bea', archive: true }, port, context);
    return { code, out, questions };
  }

  it('prints each step with what came of it and what mends it, and fails with one of them', async () => {
    const { code, out, questions } = await run(STEPS);
    expect(out.join('').trimEnd().split('\n')).toEqual([
      'ok    signIn: ann@contoso.example',
      'WARN  uploadSas: It expires soon.',
      'skip  uploadTest: uploadSas',
      'FAIL  mailbox: There is no mailbox bea.',
      '      Check the address and move the file again.',
    ]);
    expect([code, questions]).toEqual([3, [{ mailbox: 'bea', isArchive: true, neededBytes: 0 }]]);
  });

  it('ends well without a failure, also with warnings', async () => {
    expect((await run(STEPS.slice(0, 3))).code).toBe(0);
  });

  it('prints the same as lines of JSON', async () => {
    const { out } = await run(STEPS, true);
    expect(out.map((line) => CliLine.parse(JSON.parse(line)))).toMatchObject(
      STEPS.map(({ step, outcome }) => ({ kind: 'check', name: step, outcome, ok: outcome !== 'failed' })),
    );
  });
});
