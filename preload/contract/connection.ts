import { z } from 'zod';
import { WireError } from './errors.ts';
import { SasFinding, SasView } from './sas-view.ts';

/**
 * A way mail gets into a mailbox. `sandbox`: the embedded tenant. `exchange`: import requests in Exchange Online.
 * `onPremises`: import requests on Exchange servers, from a share. `purview`: uploaded here, started by an administrator.
 */
export const ENGINE_KINDS = ['sandbox', 'exchange', 'onPremises', 'purview'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** The clouds of Microsoft. @see learn.microsoft.com/powershell/module/exchange/connect-exchangeonline (ExchangeEnvironmentName) */
export const ENVIRONMENTS = [
  'O365Default',
  'O365USGovGCCHigh',
  'O365USGovDoD',
  'O365China',
  'O365GermanyCloud',
] as const;

/** Longest address of a mailbox or account, characters. */
const MAX_ADDRESS = 320;
const address = z
  .string()
  .trim()
  .min(1)
  .max(MAX_ADDRESS)
  .regex(/^[^\s/\\]+$/);

/**
 * How the app signs in to Exchange Online. `interactive`: a window of Microsoft's. `deviceCode`: a code typed in on any device,
 * PowerShell 7 only. `certificate`: as an app, with a certificate of the person's store, by its thumbprint (Windows only).
 * `certificateFile`: as an app, with a PFX; its password is the secret `certificatePassword`.
 */
export const SignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('interactive'), account: address.nullable() }),
  z.object({ kind: z.literal('deviceCode') }),
  z.object({
    kind: z.literal('certificate'),
    appId: z.uuid(),
    organization: z.string().regex(/^[A-Za-z0-9.-]{3,253}$/),
    thumbprint: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  }),
  z.object({
    kind: z.literal('certificateFile'),
    appId: z.uuid(),
    organization: z.string().regex(/^[A-Za-z0-9.-]{3,253}$/),
    path: z.string().min(1).max(1000),
  }),
]);
export type SignIn = z.infer<typeof SignIn>;

/** Address of a container, without a SAS: `https://account.blob.core.windows.net/container`. */
export const ContainerUrl = z
  .string()
  .max(1000)
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s/?#]+)+$/);

/** A folder on a share: `\\server\share\folder`. */
export const SharePath = z
  .string()
  .max(240)
  .regex(/^\\\\[^\\/:*?"<>|]+(\\[^\\/:*?"<>|]+)+$/);

const defaultMailbox = address.nullable().default(null);

/** What is set once about where mail goes. Holds no secrets; those have names of their own. */
export const Connection = z.discriminatedUnion('engine', [
  z.object({ engine: z.literal('sandbox') }),
  z.object({
    engine: z.literal('exchange'),
    /** Null until the upload SAS was given, which names it. */
    container: ContainerUrl.nullable().default(null),
    signIn: SignIn.default({ kind: 'interactive', account: null }),
    environment: z.enum(ENVIRONMENTS).default('O365Default'),
    /** `windows`: the PowerShell that is part of Windows; `core`: PowerShell 7. */
    powerShell: z.enum(['windows', 'core']).default('windows'),
    /** Signs in through a browser instead of the Windows account window. */
    usesBrowser: z.boolean().default(false),
    defaultMailbox,
  }),
  z.object({
    engine: z.literal('onPremises'),
    /** Where the servers take commands: `http://server.contoso.example/PowerShell/`. */
    connectionUri: z.url({ protocol: /^https?$/ }).max(500),
    /** Where files are copied to; the group Exchange Trusted Subsystem must be able to read it. */
    share: SharePath,
    defaultMailbox,
  }),
  z.object({ engine: z.literal('purview'), container: ContainerUrl.nullable().default(null), defaultMailbox }),
]);
export type Connection = z.infer<typeof Connection>;

/** What opens something; each is kept by the system's keystore or for this run only. */
export const SECRET_NAMES = ['uploadSas', 'importSas', 'cleanupSas', 'certificatePassword'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** What is told of a secret: whether it is there, and of a SAS what it allows. Never the secret. */
export const SecretView = z.object({
  name: z.enum(SECRET_NAMES),
  isSet: z.boolean(),
  /** Kept by the system's keystore; else it is forgotten when the app ends. */
  isRemembered: z.boolean(),
  sas: SasView.nullable(),
  findings: z.array(SasFinding),
});
export type SecretView = z.infer<typeof SecretView>;

/** The connection as the window shows it. */
export const ConnectionView = z.object({
  connection: Connection,
  /** Set by the organisation's policy; nothing of it can be changed here. */
  isManaged: z.boolean(),
  hasSandbox: z.boolean(),
  canRemember: z.boolean(),
  secrets: z.array(SecretView),
  /** Why the connection cannot be used as it is; null when nothing is known against it. */
  problem: WireError.nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;
