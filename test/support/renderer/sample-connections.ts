import type { Connection, ConnectionView, SasView, SecretView, Snapshot } from '../../../preload/contract/index.ts';

/** The scenes of the preview that are about a connection. */
const SCENES = [
  'none',
  'exchange',
  'onPremises',
  'purview',
  'managed',
  'missing',
  'expired',
  'device',
  'failing',
  'services',
  'handedOver',
] as const;

/** True for a scene that is about a connection. */
export function isConnectionScene(name: string): boolean {
  return SCENES.some((scene) => scene === name);
}

/** The service before it is set where mail goes. */
export const NO_TENANT: Snapshot['tenant'] = { kind: null, label: '', defaultMailbox: null, mailboxes: [] };

/** A connection to Exchange Online; everything has a default. */
export function sampleExchange(
  change: Partial<Extract<Connection, { engine: 'exchange' }>> = {},
): Extract<Connection, { engine: 'exchange' }> {
  return {
    engine: 'exchange',
    container: 'https://contoso.blob.core.windows.net/pst',
    signIn: { kind: 'interactive', account: 'admin@contoso.example' },
    environment: 'O365Default',
    powerShell: 'windows',
    usesBrowser: false,
    defaultMailbox: 'alex@contoso.example',
    ...change,
  };
}

/** A connection to Exchange servers. */
export const SAMPLE_ON_PREMISES = {
  engine: 'onPremises',
  connectionUri: 'http://mail.contoso.example/PowerShell/',
  share: '\\\\files.contoso.example\\pst',
  defaultMailbox: null,
} as const satisfies Connection;

/** A connection to Purview. */
export const SAMPLE_PURVIEW = {
  engine: 'purview',
  container: 'https://contosoingest.blob.core.windows.net/ingestiondata',
  defaultMailbox: 'alex@contoso.example',
} as const satisfies Connection;

/** The connection a scene begins with. */
export function connectionOfScene(scene: string): Connection {
  switch (scene) {
    case 'onPremises':
      return SAMPLE_ON_PREMISES;
    case 'purview':
    case 'handedOver':
      return SAMPLE_PURVIEW;
    case 'device':
      return sampleExchange({ signIn: { kind: 'deviceCode' }, powerShell: 'core' });
    case 'none':
    case 'missing':
      return sampleExchange({ container: null, defaultMailbox: null });
    default:
      return isConnectionScene(scene) ? sampleExchange() : { engine: 'sandbox' };
  }
}

/** The service as the window is told of it, for a connection. */
export function tenantOf(connection: Connection): Snapshot['tenant'] {
  switch (connection.engine) {
    case 'sandbox':
      return {
        kind: 'sandbox',
        label: 'Practice tenant on this PC',
        defaultMailbox: null,
        mailboxes: ['alex@contoso.example', 'megan@contoso.example'],
      };
    case 'exchange':
      return service(connection, 'contoso.onmicrosoft.com');
    case 'onPremises':
      return service(connection, 'mail.contoso.example');
    case 'purview':
      return service(connection, 'contosoingest.blob.core.windows.net');
  }
}

function service(connection: Exclude<Connection, { engine: 'sandbox' }>, label: string): Snapshot['tenant'] {
  return { kind: connection.engine, label, defaultMailbox: connection.defaultMailbox, mailboxes: [] };
}

/** What a SAS of the container allows. */
export function sampleSas(change: Partial<SasView> = {}): SasView {
  return {
    sasKind: 'service',
    resource: 'container',
    host: 'contoso.blob.core.windows.net',
    container: 'pst',
    blob: null,
    rights: 'rcw',
    startsAt: null,
    expiresAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    policy: null,
    version: '2024-11-04',
    isSigned: true,
    ...change,
  };
}

/** A permission that was not given. */
export function missingSecret(name: SecretView['name']): SecretView {
  return { name, isSet: false, isRemembered: false, sas: null, findings: [] };
}

/** A permission that is there; everything but its name has a default. */
export function sampleSecret(name: SecretView['name'], change: Partial<SecretView> = {}): SecretView {
  return { name, isSet: true, isRemembered: true, sas: sampleSas(), findings: [], ...change };
}

/** The view of a connection; everything has a default, and no permission is given. */
export function sampleConnectionView(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    connection: sampleExchange(),
    isManaged: false,
    hasSandbox: true,
    canRemember: true,
    secrets: [missingSecret('uploadSas'), missingSecret('importSas'), missingSecret('cleanupSas')],
    problem: null,
    ...change,
  };
}

/** The view a scene begins with. */
export function viewOfScene(scene: string): ConnectionView {
  const view = sampleConnectionView({ connection: connectionOfScene(scene) });
  switch (scene) {
    case 'none':
      return { ...view, problem: { code: 'connectionMissing', params: {} } };
    case 'missing':
      return { ...view, canRemember: false, problem: { code: 'secretMissing', params: { name: 'uploadSas' } } };
    case 'expired':
      return { ...view, secrets: expiredSecrets(), problem: { code: 'uploadExpired', params: {} } };
    case 'managed':
      return { ...view, isManaged: true, hasSandbox: false, secrets: givenSecrets() };
    default:
      return { ...view, secrets: givenSecrets() };
  }
}

function givenSecrets(): SecretView[] {
  return [
    sampleSecret('uploadSas', {
      findings: [{ level: 'note', code: 'wholeContainer', params: { container: 'pst' } }],
    }),
    sampleSecret('importSas', { isRemembered: false, sas: sampleSas({ rights: 'r' }) }),
    missingSecret('cleanupSas'),
  ];
}

function expiredSecrets(): SecretView[] {
  const expiresAt = '2026-05-01T08:00:00.000Z';
  return [
    sampleSecret('uploadSas', {
      sas: sampleSas({ expiresAt }),
      findings: [{ level: 'refuse', code: 'expired', params: { expiresAt } }],
    }),
    sampleSecret('importSas', {
      sas: sampleSas({ rights: 'racwdl' }),
      findings: [{ level: 'warn', code: 'rightsTooWide', params: { rights: 'acwdl' } }],
    }),
    missingSecret('cleanupSas'),
  ];
}
