import type { Connection, EngineKind, SecretName, SignIn } from '../../../preload/contract/index.ts';

/** The connections that sign in to Exchange Online. */
type ExchangeConnection = Extract<Connection, { engine: 'exchange' }>;

/** The settings as they are being edited. Those of a way that is not chosen are kept, for going back to it. */
export type Draft = {
  readonly engine: EngineKind;
  readonly signIn: SignIn['kind'];
  readonly account: string;
  readonly appId: string;
  readonly organization: string;
  readonly thumbprint: string;
  readonly path: string;
  readonly environment: ExchangeConnection['environment'];
  readonly powerShell: ExchangeConnection['powerShell'];
  readonly usesBrowser: boolean;
  readonly connectionUri: string;
  readonly share: string;
  readonly defaultMailbox: string;
};

/** The fields that can be wrong; the names are those of the texts in `connection.problems`. */
export type DraftProblem =
  | 'account'
  | 'appId'
  | 'organization'
  | 'thumbprint'
  | 'path'
  | 'connectionUri'
  | 'share'
  | 'defaultMailbox'
  | 'deviceCode';

/** The ways to sign in, in the order they are offered. */
export const SIGN_IN_KINDS = ['interactive', 'deviceCode', 'certificate', 'certificateFile'] as const;

/** Microsoft's clouds, most used first. The contract's own list comes with its schemas, which the window does not load. */
export const CLOUDS: readonly ExchangeConnection['environment'][] = [
  'O365Default',
  'O365USGovGCCHigh',
  'O365USGovDoD',
  'O365China',
  'O365GermanyCloud',
];

const EMPTY: Omit<Draft, 'engine'> = {
  signIn: 'interactive',
  account: '',
  appId: '',
  organization: '',
  thumbprint: '',
  path: '',
  environment: 'O365Default',
  powerShell: 'windows',
  usesBrowser: false,
  connectionUri: '',
  share: '',
  defaultMailbox: '',
};

/** The settings of a connection, ready to be edited. */
export function draftOf(connection: Connection): Draft {
  switch (connection.engine) {
    case 'sandbox':
      return { ...EMPTY, engine: 'sandbox' };
    case 'exchange': {
      const { environment, powerShell, usesBrowser, defaultMailbox } = connection;
      return {
        ...EMPTY,
        ...signInFields(connection.signIn),
        engine: 'exchange',
        environment,
        powerShell,
        usesBrowser,
        defaultMailbox: defaultMailbox ?? '',
      };
    }
    case 'onPremises': {
      const { connectionUri, share, defaultMailbox } = connection;
      return { ...EMPTY, engine: 'onPremises', connectionUri, share, defaultMailbox: defaultMailbox ?? '' };
    }
    case 'purview':
      return { ...EMPTY, engine: 'purview', defaultMailbox: connection.defaultMailbox ?? '' };
  }
}

function signInFields(signIn: SignIn): Partial<Draft> & Pick<Draft, 'signIn'> {
  switch (signIn.kind) {
    case 'interactive':
      return { signIn: signIn.kind, account: signIn.account ?? '' };
    case 'deviceCode':
      return { signIn: signIn.kind };
    case 'certificate':
    case 'certificateFile': {
      const { kind, ...fields } = signIn;
      return { signIn: kind, ...fields };
    }
  }
}

/** The connection a draft stands for. `known` is the saved one: the container that its permission named is kept. */
export function connectionOf(draft: Draft, known: Connection): Connection {
  const defaultMailbox = textOrNull(draft.defaultMailbox);
  switch (draft.engine) {
    case 'sandbox':
      return { engine: 'sandbox' };
    case 'exchange': {
      const { environment, powerShell, usesBrowser } = draft;
      const container = known.engine === 'exchange' ? known.container : null;
      return {
        engine: 'exchange',
        container,
        signIn: signInOf(draft),
        environment,
        powerShell,
        usesBrowser,
        defaultMailbox,
      };
    }
    case 'onPremises':
      return {
        engine: 'onPremises',
        connectionUri: draft.connectionUri.trim(),
        share: shareOf(draft),
        defaultMailbox,
      };
    case 'purview':
      return { engine: 'purview', container: known.engine === 'purview' ? known.container : null, defaultMailbox };
  }
}

function signInOf(draft: Draft): SignIn {
  const app = { appId: draft.appId.trim(), organization: draft.organization.trim() };
  switch (draft.signIn) {
    case 'interactive':
      return { kind: 'interactive', account: textOrNull(draft.account) };
    case 'deviceCode':
      return { kind: 'deviceCode' };
    case 'certificate':
      return { kind: 'certificate', ...app, thumbprint: thumbprintOf(draft) };
    case 'certificateFile':
      return { kind: 'certificateFile', ...app, path: draft.path.trim() };
  }
}

/** Windows shows a thumbprint in pairs, and copying it takes a mark that is not seen along. */
function thumbprintOf({ thumbprint }: Draft): string {
  return thumbprint.replace(/[\s\u200e\u200f]/g, '');
}

/** A share is copied with a backslash at its end as often as without. */
function shareOf({ share }: Draft): string {
  return share.trim().replace(/\\+$/, '');
}

function textOrNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** Limits and forms of the contract's `Connection`. */
const MAX_ADDRESS = 320;
const ADDRESS = /^[^\s/\\]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const ORGANIZATION = /^[A-Za-z0-9.-]{3,253}$/;
const THUMBPRINT = /^[0-9A-Fa-f]{40}$/;
const MAX_PATH = 1000;
const MAX_URI = 500;
const MAX_SHARE = 240;
const SHARE = /^\\\\[^\\/:*?"<>|]+(\\[^\\/:*?"<>|]+)+$/;

/** What keeps a draft from being saved, of the fields that are shown; empty when nothing does. */
export function draftProblems(draft: Draft): ReadonlySet<DraftProblem> {
  const checks = [...signInChecks(draft), ...onPremisesChecks(draft), ...mailboxChecks(draft)];
  return new Set(checks.flatMap(([problem, isFine]) => (isFine ? [] : [problem])));
}

type Check = readonly [DraftProblem, boolean];

function signInChecks(draft: Draft): readonly Check[] {
  if (draft.engine !== 'exchange') return [];
  const app: readonly Check[] = [
    ['appId', UUID.test(draft.appId.trim())],
    ['organization', ORGANIZATION.test(draft.organization.trim())],
  ];
  switch (draft.signIn) {
    case 'interactive':
      return [['account', isAddressOrEmpty(draft.account)]];
    case 'deviceCode':
      return [['deviceCode', draft.powerShell === 'core']];
    case 'certificate':
      return [...app, ['thumbprint', THUMBPRINT.test(thumbprintOf(draft))]];
    case 'certificateFile':
      return [...app, ['path', draft.path.trim() !== '' && draft.path.trim().length <= MAX_PATH]];
  }
}

function onPremisesChecks(draft: Draft): readonly Check[] {
  if (draft.engine !== 'onPremises') return [];
  const share = shareOf(draft);
  return [
    ['connectionUri', isWebAddress(draft.connectionUri.trim())],
    ['share', share.length <= MAX_SHARE && SHARE.test(share)],
  ];
}

function mailboxChecks({ engine, defaultMailbox }: Draft): readonly Check[] {
  return engine === 'sandbox' ? [] : [['defaultMailbox', isAddressOrEmpty(defaultMailbox)]];
}

function isAddressOrEmpty(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (trimmed.length <= MAX_ADDRESS && ADDRESS.test(trimmed));
}

function isWebAddress(text: string): boolean {
  if (text.length > MAX_URI || /\s/.test(text)) return false;
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** True when saving would change nothing. */
export function isSaved(draft: Draft, known: Connection): boolean {
  return JSON.stringify(sorted(connectionOf(draft, known))) === JSON.stringify(sorted(known));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, sorted(part)] as const);
  return entries.sort(([a], [b]) => a.localeCompare(b));
}

/** The permissions a connection can use, the needed ones first. */
export function secretsOf(connection: Connection): readonly SecretName[] {
  switch (connection.engine) {
    case 'exchange':
      return connection.signIn.kind === 'certificateFile'
        ? ['uploadSas', 'importSas', 'certificatePassword', 'cleanupSas']
        : ['uploadSas', 'importSas', 'cleanupSas'];
    case 'purview':
      return ['uploadSas'];
    case 'onPremises':
    case 'sandbox':
      return [];
  }
}

/** The ways that can be chosen here. */
export function waysOf({ hasSandbox }: { readonly hasSandbox: boolean }): readonly EngineKind[] {
  return hasSandbox ? ['exchange', 'onPremises', 'purview', 'sandbox'] : ['exchange', 'onPremises', 'purview'];
}
