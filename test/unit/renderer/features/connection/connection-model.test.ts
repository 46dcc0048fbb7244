import { describe, expect, it } from 'vitest';
import {
  Connection,
  type Connection as ConnectionType,
  ENGINE_KINDS,
  ENVIRONMENTS,
} from '../../../../../preload/contract/index.ts';
import {
  CLOUDS,
  connectionOf,
  type Draft,
  draftOf,
  draftProblems,
  isSaved,
  SIGN_IN_KINDS,
  secretsOf,
  waysOf,
} from '../../../../../renderer/features/connection/connection-model.ts';
import { SAMPLE_ON_PREMISES, SAMPLE_PURVIEW, sampleExchange } from '../../../../support/renderer/sample-connections.ts';

const APP = { appId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', organization: 'contoso.onmicrosoft.com' } as const;
const THUMBPRINT = 'A1B2C3D4E5F60718293A4B5C6D7E8F9001122334';

const CONNECTIONS: readonly ConnectionType[] = [
  { engine: 'sandbox' },
  sampleExchange(),
  sampleExchange({ signIn: { kind: 'interactive', account: null }, defaultMailbox: null, container: null }),
  sampleExchange({ signIn: { kind: 'deviceCode' }, powerShell: 'core', environment: 'O365China' }),
  sampleExchange({ signIn: { kind: 'certificate', ...APP, thumbprint: THUMBPRINT }, usesBrowser: true }),
  sampleExchange({ signIn: { kind: 'certificateFile', ...APP, path: 'C:\\keys\\app.pfx' } }),
  SAMPLE_ON_PREMISES,
  SAMPLE_PURVIEW,
];

describe.each(CONNECTIONS)('a connection of %j', (connection) => {
  it('comes back from its draft as it was, fit for the contract', () => {
    const again = connectionOf(draftOf(connection), connection);
    expect([again, Connection.safeParse(again).success]).toEqual([connection, true]);
  });

  it('is saved until it is changed', () => {
    const draft = draftOf(connection);
    const changed: Draft = { ...draft, engine: connection.engine === 'purview' ? 'sandbox' : 'purview' };
    expect([isSaved(draft, connection), isSaved(changed, connection)]).toEqual([true, false]);
  });

  it('has nothing wrong with it', () => {
    expect([...draftProblems(draftOf(connection))]).toEqual([]);
  });
});

it('forgets the container of another way: its permission named it', () => {
  const draft: Draft = { ...draftOf(sampleExchange()), engine: 'purview' };
  expect(connectionOf(draft, sampleExchange())).toMatchObject({ engine: 'purview', container: null });
});

it('keeps the settings of a way while another is looked at', () => {
  const away: Draft = { ...draftOf(SAMPLE_ON_PREMISES), engine: 'sandbox' };
  expect(connectionOf({ ...away, engine: 'onPremises' }, SAMPLE_ON_PREMISES)).toEqual(SAMPLE_ON_PREMISES);
});

it('takes a thumbprint and a share as they are copied', () => {
  const certificate = sampleExchange({ signIn: { kind: 'certificate', ...APP, thumbprint: THUMBPRINT } });
  const thumbprint = `\u200e${THUMBPRINT.replace(/(..)/g, '$1 ')}`;
  const share = ' \\\\files.contoso.example\\pst\\ ';
  expect([
    connectionOf({ ...draftOf(certificate), thumbprint }, certificate),
    connectionOf({ ...draftOf(SAMPLE_ON_PREMISES), share }, SAMPLE_ON_PREMISES),
  ]).toEqual([certificate, SAMPLE_ON_PREMISES]);
});

describe('the rules are those of the contract', () => {
  const certificate = draftOf(sampleExchange({ signIn: { kind: 'certificate', ...APP, thumbprint: THUMBPRINT } }));
  const file = draftOf(sampleExchange({ signIn: { kind: 'certificateFile', ...APP, path: 'x' } }));
  const cases: readonly (readonly [keyof Draft, Draft, readonly string[]])[] = [
    ['account', draftOf(sampleExchange()), ['', 'a@b', 'a b', 'a/b', 'x'.repeat(320), 'x'.repeat(321)]],
    ['defaultMailbox', draftOf(SAMPLE_PURVIEW), ['', 'a@b', 'a b', 'a\\b', 'x'.repeat(321)]],
    ['appId', certificate, ['', APP.appId, APP.appId.slice(1), 'x'.repeat(36)]],
    ['organization', certificate, ['', 'ab', 'abc', 'a b c', 'x'.repeat(253), 'x'.repeat(254)]],
    ['thumbprint', certificate, ['', THUMBPRINT, THUMBPRINT.slice(1), `${THUMBPRINT}0`, 'g'.repeat(40)]],
    ['path', file, ['', ' ', 'C:\\a.pfx', 'x'.repeat(1000), 'x'.repeat(1001)]],
    [
      'connectionUri',
      draftOf(SAMPLE_ON_PREMISES),
      [
        '',
        'server',
        'ftp://server/x',
        'http://server/PowerShell/',
        'https://s.example/x',
        `http://s/${'x'.repeat(500)}`,
      ],
    ],
    [
      'share',
      draftOf(SAMPLE_ON_PREMISES),
      ['', '\\\\server', '\\\\server\\share', 'C:\\pst', '\\\\s\\a?b', `\\\\s\\${'x'.repeat(240)}`],
    ],
  ];
  it.each(cases.flatMap(([name, draft, values]) => values.map((value) => [name, value, draft] as const)))(
    '%s %j',
    (name, value, draft) => {
      const changed: Draft = { ...draft, [name]: value };
      const isAccepted = Connection.safeParse(connectionOf(changed, sampleExchange())).success;
      expect(draftProblems(changed).size === 0).toBe(isAccepted);
    },
  );

  it('knows the clouds and the ways of the contract', () => {
    expect([CLOUDS, [...waysOf({ hasSandbox: true })].sort()]).toEqual([ENVIRONMENTS, [...ENGINE_KINDS].sort()]);
  });
});

it('wants PowerShell 7 for a code', () => {
  const draft = draftOf(sampleExchange({ signIn: { kind: 'deviceCode' }, powerShell: 'windows' }));
  expect([...draftProblems(draft)]).toEqual(['deviceCode']);
});

it('offers the sandbox only where there is one', () => {
  expect(waysOf({ hasSandbox: false })).not.toContain('sandbox');
});

it('offers every way to sign in', () => {
  const kinds = CONNECTIONS.flatMap((connection) => (connection.engine === 'exchange' ? [connection.signIn.kind] : []));
  expect(new Set(kinds)).toEqual(new Set(SIGN_IN_KINDS));
});

it('asks for the permissions a way needs', () => {
  expect(CONNECTIONS.map((connection) => secretsOf(connection).join(' '))).toEqual([
    '',
    'uploadSas importSas cleanupSas',
    'uploadSas importSas cleanupSas',
    'uploadSas importSas cleanupSas',
    'uploadSas importSas cleanupSas',
    'uploadSas importSas certificatePassword cleanupSas',
    '',
    'uploadSas',
  ]);
});
