import type { EngineKind, ProbeOutcome, ProbeStepName, SecretName } from '../../../preload/contract/index.ts';

/** A way mail gets into a mailbox: its name, and when it is the one to choose. */
type WayWords = { readonly title: string; readonly short: string; readonly when: string };

const ways: Readonly<Record<EngineKind, WayWords>> = {
  exchange: {
    title: 'Exchange Online',
    short: 'Exchange Online',
    when: 'Choose this when the mailboxes are in Microsoft 365 and you may start imports there: the app does everything itself.',
  },
  onPremises: {
    title: 'Exchange on your own servers',
    short: 'Own servers',
    when: 'Choose this when the mailboxes are on servers of your organisation: files are copied to a share the servers read.',
  },
  purview: {
    title: 'Purview, started by an administrator',
    short: 'Purview',
    when: 'Choose this when imports from here are not allowed: files are uploaded, and an administrator starts the import in Purview with a list this app writes.',
  },
  sandbox: {
    title: 'Practice (sandbox)',
    short: 'Sandbox',
    when: 'Choose this to try things out: mail goes into mailboxes in a folder on this PC, and nothing leaves it.',
  },
};

/** What a permission is for, and what it should allow. */
type SecretWords = { readonly title: string; readonly purpose: string; readonly wanted: string };

const secrets: Readonly<Record<SecretName, SecretWords>> = {
  uploadSas: {
    title: 'Permission to upload',
    purpose: 'The app sends the PST files to the storage with it.',
    wanted:
      'A SAS of the container with: create, write; read as well, so that an interrupted upload can go on anywhere.',
  },
  importSas: {
    title: 'Permission to read for the import',
    purpose: 'Exchange fetches the files from the storage with it.',
    wanted: 'A SAS of the same container with: read, and nothing else.',
  },
  cleanupSas: {
    title: 'Permission to clean up (optional)',
    purpose: 'Uploaded files are removed with it some time after their import.',
    wanted: 'A SAS of the same container with: list, delete. Without it, uploaded files stay in the storage.',
  },
  certificatePassword: {
    title: 'Password of the certificate',
    purpose: 'The certificate file is opened with it.',
    wanted: 'Nothing is needed when the file has no password.',
  },
};

const steps: Readonly<Record<ProbeStepName, string>> = {
  tenant: 'The service answers',
  powerShell: 'PowerShell is there',
  module: 'The Exchange module is installed',
  signIn: 'Sign-in to Exchange',
  cmdlets: 'The account may import mail',
  azureParameters: 'The organisation takes imports from a storage container',
  mailbox: 'The mailbox exists',
  archive: 'Its archive is enabled',
  quota: 'There is room in the mailbox',
  uploadSas: 'Permission to upload',
  importSas: 'Permission to read for the import',
  uploadTest: 'A few bytes reach the storage',
  share: 'The share can be written to',
  whatIf: 'Exchange would take an import request',
};

const outcomes: Readonly<Record<ProbeOutcome, string>> = {
  ok: 'OK',
  warning: 'Note',
  failed: 'Failed',
  skipped: 'Not looked at',
};

/** The texts of the settings of the connection, and of its test. */
export const enConnection = {
  connection: {
    open: 'Connection',
    openSettings: 'Open the settings',
    notSetUp: 'Not set up',
    badge: {
      none: () => 'It is not set yet where the mail goes. Open the settings of the connection beside this.',
      sandbox: () => 'Mail goes into a practice tenant on this PC.',
      exchange: (label: string) => `Mail goes into Exchange Online: ${label}`,
      onPremises: (label: string) => `Mail goes into Exchange on your own servers: ${label}`,
      purview: (label: string) => `Files are uploaded, and an administrator starts the import in Purview: ${label}`,
    },
    title: 'Settings of the connection',
    intro: 'Where the mail goes and how. This is set once; after that, moving mail needs nothing of it.',
    back: 'Back',
    loading: 'Looking up the connection…',
    managed:
      'Set by your organisation. The settings cannot be changed here, only the permissions can be given; ask your administrator.',
    chooseFirst: 'It is not set yet where the mail goes. Choose the way below and save it.',
    missingTitle: 'It is not set yet where the mail goes.',
    missingText: 'You can search for files all the same. Before they can be moved, the connection must be set up.',
    way: 'The way into the mailbox',
    ways,
    details: 'How to reach it',
    signIn: 'Sign in',
    signIns: {
      interactive: "In a window of Microsoft's",
      deviceCode: 'With a code, on any device (needs PowerShell 7)',
      certificate: "As an app, with a certificate of this PC's store (Windows)",
      certificateFile: 'As an app, with a certificate file (PFX)',
    },
    account: 'Account',
    accountHint: 'Leave empty to be asked. An administrator or whoever may import mail.',
    appId: 'App ID',
    organization: 'Organisation',
    organizationHint: 'Such as contoso.onmicrosoft.com',
    thumbprint: 'Thumbprint of the certificate',
    path: 'Certificate file',
    more: 'Settings few people need',
    environment: "Microsoft's cloud",
    environments: {
      O365Default: 'Worldwide',
      O365USGovGCCHigh: 'US Government (GCC High)',
      O365USGovDoD: 'US Department of Defense',
      O365China: 'China (21Vianet)',
      O365GermanyCloud: 'Germany',
    },
    powerShell: 'PowerShell',
    powerShells: { windows: 'Windows PowerShell, part of Windows', core: 'PowerShell 7' },
    usesBrowser: 'Sign in through the browser instead of the Windows account window',
    connectionUri: 'Address of the servers',
    connectionUriHint: 'Such as http://server.contoso.example/PowerShell/',
    share: 'Share for the files',
    shareHint: 'Such as \\\\server\\share\\folder. The group "Exchange Trusted Subsystem" must be able to read it.',
    defaultMailbox: 'Usual mailbox (optional)',
    defaultMailboxHint: 'Is filled in for each move and can be changed there.',
    problems: {
      account: 'This is not the address of an account: it has a space or a slash in it, or is too long.',
      appId: 'An app ID has the form 00000000-0000-0000-0000-000000000000.',
      organization: 'Enter the name of the organisation, such as contoso.onmicrosoft.com.',
      thumbprint: 'A thumbprint has 40 digits and letters from A to F.',
      path: 'Enter the path of the certificate file.',
      connectionUri: 'Enter an address that begins with http:// or https://.',
      share: 'Enter a folder on a share, such as \\\\server\\share\\folder.',
      defaultMailbox: 'This is not the address of a mailbox: it has a space or a slash in it, or is too long.',
      deviceCode: 'Signing in with a code needs PowerShell 7: choose it below, under the settings few people need.',
    },
    save: 'Save',
    saving: 'Saving…',
    saved: 'Saved',
    unsaved: 'Not saved yet',
    secrets: 'Permissions',
    secretsIntro:
      'A permission (SAS) is an address that opens the storage. It is taken from the clipboard or a file and never shown again; only what it allows is.',
    saveFirst: 'Save the settings above first; the permissions belong to them.',
    secretWords: secrets,
    ingestionWanted:
      'The SAS URL that Purview shows for a new import job, under network upload. It can only write, and that is enough.',
    notGiven: 'Not given yet',
    given: 'Given',
    opens: (host: string, container: string) => (container === '' ? host : `${host}, container ${container}`),
    allows: (rights: string) => `Allows: ${rights}`,
    allowsByPolicy: (policy: string) => `What it allows is set by the policy ${policy} at the storage`,
    until: (time: string) => `Good until ${time}`,
    ended: (time: string) => `Ended ${time}`,
    remembered: "Kept by the system's keystore",
    forThisRun: 'Kept until the app is closed',
    cannotRemember: 'This PC has no keystore the app can use: permissions are kept until the app is closed.',
    paste: 'Paste from clipboard',
    pasteOf: (title: string) => `Paste from clipboard: ${title}`,
    fromFile: 'From a file…',
    fromFileOf: (title: string) => `From a file: ${title}`,
    forget: 'Forget',
    forgetOf: (title: string) => `Forget: ${title}`,
    taken: (title: string) => `${title}: taken.`,
    forgotten: (title: string) => `${title}: forgotten.`,
  },
  test: {
    title: 'Test',
    intro: 'Looks at everything a move needs, without moving anything.',
    mailbox: 'Mailbox to test with',
    mailboxUsual: 'The usual mailbox',
    archive: 'Its online archive',
    start: 'Test connection',
    again: 'Test again',
    cancel: 'Stop the test',
    saveFirst: 'Save the settings first; what is saved is what is tested.',
    running: 'Looking…',
    steps,
    outcomes,
    copy: 'Copy the result',
    copied: 'Copied',
    verdicts: {
      ok: 'Everything a move needs is in place.',
      warning: 'A move can be expected to work. Something should be known, though; see below.',
      failed: 'A move would not work yet. What to do stands below.',
      cancelled: 'The test was stopped; what it found until then stands below.',
      nothing: 'There was nothing to look at.',
    },
    report: (label: string) => `PST Ferry, test of the connection: ${label}`,
    list: 'Steps of the test',
  },
  ask: {
    title: 'Microsoft asks:',
    copy: 'Copy',
    copyCode: 'Copy the code',
    copied: 'Copied',
    told: (text: string) => `Microsoft asks: ${text}`,
    waiting: 'Moves wait for this and go on by themselves.',
  },
};
