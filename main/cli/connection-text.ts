import {
  type CliLine,
  type Connection,
  type ConnectionView,
  describeError,
  type ProbeOutcome,
  type SecretView,
  sasFindingSentence,
  sasRightsText,
  sasTimeText,
} from '../../preload/contract/index.ts';

const OUTCOMES: Readonly<Record<ProbeOutcome, string>> = {
  ok: 'ok  ',
  warning: 'WARN',
  failed: 'FAIL',
  skipped: 'skip',
};

/** A thing that was looked at, what came of it, and in a second line what mends it. */
export function checkText({ ok, outcome, name, detail, advice }: Extract<CliLine, { kind: 'check' }>): string {
  const word = OUTCOMES[outcome ?? (ok ? 'ok' : 'failed')];
  const line = `${word}  ${name}: ${inOneLine(detail)}`;
  return advice === undefined ? line : `${line}\n      ${inOneLine(advice)}`;
}

/** Where mail goes, a row for each thing that is set, and what is known against it. */
export function connectionText(view: ConnectionView): string {
  const { connection, isManaged, problem } = view;
  const sentence = problem && describeError(problem);
  return [
    row('engine', `${connection.engine}${isManaged ? ' (set by your organisation)' : ''}`),
    ...settingsOf(connection).flatMap(([name, value]) => (value === null ? [] : [row(name, value)])),
    ...(connection.engine === 'sandbox' ? [] : view.secrets.flatMap(secretRows)),
    ...(sentence ? [row('problem', `${sentence.title} ${sentence.advice}`)] : []),
  ].join('\n');
}

function settingsOf(connection: Connection): readonly (readonly [string, string | null])[] {
  switch (connection.engine) {
    case 'sandbox':
      return [];
    case 'exchange':
      return [
        ['container', connection.container ?? 'not known yet'],
        ['sign-in', signInText(connection.signIn)],
        ['environment', connection.environment],
        ['PowerShell', connection.powerShell],
        ['mailbox', connection.defaultMailbox],
      ];
    case 'onPremises':
      return [
        ['server', connection.connectionUri],
        ['share', connection.share],
        ['mailbox', connection.defaultMailbox],
      ];
    case 'purview':
      return [
        ['container', connection.container ?? 'not known yet'],
        ['mailbox', connection.defaultMailbox],
      ];
  }
}

function signInText(signIn: Extract<Connection, { engine: 'exchange' }>['signIn']): string {
  switch (signIn.kind) {
    case 'interactive':
      return signIn.account === null ? 'interactive' : `interactive, ${signIn.account}`;
    case 'deviceCode':
      return 'device code';
    case 'certificate':
      return `app ${signIn.appId} of ${signIn.organization}, certificate ${signIn.thumbprint}`;
    case 'certificateFile':
      return `app ${signIn.appId} of ${signIn.organization}, certificate in ${signIn.path}`;
  }
}

function secretRows({ name, isSet, isRemembered, sas, findings }: SecretView): readonly string[] {
  if (!isSet) return [row(name, 'not set')];
  const facts = [
    isRemembered ? 'kept' : 'for this run',
    sas?.rights ? `allows ${sasRightsText(sas.rights)}` : null,
    sas?.expiresAt ? `until ${sasTimeText(sas.expiresAt)}` : null,
  ];
  const told = findings.filter(({ level }) => level !== 'note');
  return [
    row(name, facts.filter((fact) => fact !== null).join(', ')),
    ...told.map((finding) => row('', sasFindingSentence(finding))),
  ];
}

function row(name: string, value: string): string {
  return `${name.padEnd(20)}${inOneLine(value)}`;
}

/** A value may hold line breaks, which would look like another line of ours. */
function inOneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]/g, '\ufffd');
}
