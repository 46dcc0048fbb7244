import type {
  Bridge,
  Connection,
  ConnectionView,
  ErrorCode,
  FerryChange,
  ProbeStep,
  Reply,
  SecretName,
  Snapshot,
} from '../../../preload/contract/index.ts';
import type { ProbeStepName } from '../../../preload/contract/probe.ts';
import { missingSecret, sampleSas, sampleSecret, tenantOf, viewOfScene } from './sample-connections.ts';

/** Time between two steps of a test. */
const STEP_MS = 350;

const DEVICE_TEXT =
  'To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code FQ7KZ2M9P to authenticate.';

type Stage = { readonly get: () => Snapshot; readonly change: (change: FerryChange) => void };

/** The commands of the connection: its settings are kept, its permissions come from nowhere, its test is played. */
export function connections(stage: Stage, scene: string) {
  let view = viewOfScene(scene);
  let isCancelled = false;
  const set = (change: Partial<ConnectionView>): Promise<Reply<ConnectionView>> => {
    view = { ...view, ...change };
    return ok(view);
  };
  return {
    getConnection: () => ok(view),
    setConnection: ({ connection }) => {
      if (stage.get().jobs.some(({ state }) => state === 'uploading' || state === 'importing')) {
        return failed('connectionBusy');
      }
      const next = connection as Connection;
      stage.change({ kind: 'tenantChanged', tenant: tenantOf(next) });
      return set({ connection: next, problem: null });
    },
    takeSecret: ({ name, from }) => {
      if (from === 'clipboard' && name === 'importSas') return failed('sasInvalid', { reason: 'notSas' });
      return set({ secrets: withSecret(view, name, from === 'file'), problem: null });
    },
    forgetSecret: ({ name }) =>
      set({ secrets: view.secrets.map((secret) => (secret.name === name ? missingSecret(name) : secret)) }),
    testConnection: async () => {
      isCancelled = false;
      const steps = stepsOf(scene, view.connection);
      const done: ProbeStep[] = [];
      for (const step of steps) {
        if (step.step === 'signIn' && scene === 'device') stage.change({ kind: 'signInAsks', text: DEVICE_TEXT });
        await new Promise((resolve) => setTimeout(resolve, step.step === 'signIn' ? 6 * STEP_MS : STEP_MS));
        if (step.step === 'signIn') stage.change({ kind: 'signInAsks', text: null });
        if (isCancelled) break;
        done.push(step);
        stage.change({ kind: 'probed', step });
      }
      return { ok: true, value: done };
    },
    cancelTest: () => {
      isCancelled = true;
      return ok(null);
    },
  } satisfies Partial<Bridge>;
}

function withSecret(view: ConnectionView, name: SecretName, isRemembered: boolean): ConnectionView['secrets'] {
  const secret = sampleSecret(name, { isRemembered, sas: name === 'certificatePassword' ? null : sampleSas() });
  return [...view.secrets.filter((known) => known.name !== name), secret];
}

function ok<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

function failed<T>(code: ErrorCode, params: Record<string, string> = {}): Promise<Reply<T>> {
  return Promise.resolve({ ok: false, error: { code, params } });
}

const EXCHANGE_STEPS: readonly (readonly [ProbeStepName, string])[] = [
  ['powerShell', 'Desktop 5.1.26100.1, 64 bit'],
  ['module', 'ExchangeOnlineManagement 3.9.2'],
  ['signIn', 'admin@contoso.example, contoso.onmicrosoft.com'],
  ['cmdlets', '8 of 8'],
  ['azureParameters', ''],
  ['mailbox', 'alex@contoso.example'],
  ['archive', ''],
  ['quota', '48.2 GB of 100 GB free'],
  ['uploadSas', 'contoso.blob.core.windows.net, container pst'],
  ['importSas', ''],
  ['uploadTest', '16 bytes in 0.3 s'],
  ['whatIf', ''],
];

const FAILURES: Partial<Record<ProbeStepName, readonly [ErrorCode, Record<string, string>]>> = {
  powerShell: ['powerShellConstrained', {}],
  module: ['moduleTooOld', { version: '3.2.0', needed: '3.7.0' }],
  signIn: ['signInRefused', { detail: 'AADSTS50076: multi-factor authentication is needed' }],
  cmdlets: ['roleMissing', { cmdlets: 'New-MailboxImportRequest', account: 'admin@contoso.example' }],
  azureParameters: ['importNotSupported', {}],
  mailbox: ['importMailboxMissing', { mailbox: 'alex@contoso.example' }],
  quota: ['importMailboxFull', { mailbox: 'alex@contoso.example' }],
  uploadSas: ['uploadExpired', {}],
  uploadTest: ['uploadForbidden', { reason: 'AuthorizationPermissionMismatch' }],
};

function stepsOf(scene: string, { engine }: Connection): readonly ProbeStep[] {
  const good = (step: ProbeStepName, detail: string): ProbeStep => ({ step, outcome: 'ok', detail, error: null });
  if (engine === 'sandbox') return [good('tenant', 'Practice tenant on this PC')];
  if (engine === 'purview') return [good('uploadSas', 'ingestiondata, write only'), good('uploadTest', '')];
  if (engine === 'onPremises') return [good('powerShell', ''), good('signIn', ''), good('share', '812 GB free')];
  if (scene !== 'failing') return EXCHANGE_STEPS.map(([step, detail]) => good(step, detail));
  return EXCHANGE_STEPS.map(([step, detail]) => {
    const failure = FAILURES[step];
    if (failure === undefined)
      return { step, outcome: step === 'archive' ? 'warning' : 'skipped', detail, error: null };
    return { step, outcome: 'failed', detail, error: { code: failure[0], params: failure[1] } };
  });
}
