import { AppError, type ErrorCode, type ErrorParams, type WireError } from '../../../preload/contract/index.ts';
import { detailOf, typeInFront } from './foreign-text.ts';
import type { ShellErrorFacts } from './ports.ts';

/** What was being done when Exchange refused. `cmdlet` is null while signing in. */
export type ErrorContext = {
  readonly cmdlet: string | null;
  /** The address the person typed, where there is one. */
  readonly mailbox?: string;
  readonly account?: string | null;
};

/** The words of an error: `kind` is what no language changes (types, ids, category), `text` the message. Both in lower case. */
type Words = { readonly kind: string; readonly text: string };

type Rule = {
  readonly kind?: RegExp;
  readonly text?: RegExp;
  /** Cmdlets it holds for, by how they begin; all when absent. */
  readonly cmdlets?: RegExp;
  /** Only while signing in. */
  readonly isSignIn?: true;
  readonly code: ErrorCode;
  readonly isRetryable?: true;
};

/** Cmdlets that make the service open the source: there 403 and 404 speak of the blob. */
const OPENS_SOURCE = /^(New|Set|Resume)-MailboxImportRequest$/;
const TAKES_MAILBOX = /^(New-MailboxImportRequest|Get-Mailbox|Get-MailboxStatistics)$/;
const TAKES_REQUEST = /^(Set|Suspend|Resume|Remove)-MailboxImportRequest$|^Get-MailboxImportRequest(Statistics)?$/;

const FORBIDDEN = /\(403\)|\b403\b.{0,20}forbidden|status ?code:? ?'?"?403/;
const NOT_THERE = /\(404\)|\b404\b.{0,20}not found|status ?code:? ?'?"?404/;
/** Of a mailbox: what one may ask of the service in a time is a quota, too. */
const QUOTA =
  /(?:(?<=(mailbox|storage).{0,80})|(?=.{0,80}(mailbox|storage)))(?:quota.{0,40}(exceed|reach)|exceed.{0,60}quota|insufficient (space|quota))|mailbox (is|was) full/;
/** The service has too much to do, or has done enough for this account for a while. */
const BUSY =
  /throttl|overbudget|exceeded (your|the|its) budget|too ?many ?requests|server ?(is )?(too )?busy|temporarily_unavailable|service_not_available|service (is )?(temporarily )?unavailable|\((429|502|503|504)\)/;
const DENIED = /access (is |was )?denied|unauthorized|\(401\)|\(403\)/;
const NETWORK = /httprequestexception|webexception|socketexception|taskcanceledexception|ioexception|connectionerror/;
const NO_ARCHIVE =
  /(does ?n[o']t|does not) have an? (enabled |active )?archive|archive (mailbox )?(is ?n[o']t|is not|hasn't been) (enabled|available|provisioned)|no archive( mailbox)?\b/;

/**
 * What Exchange, its module and the sign-in answer, most telling first. Exchange words its errors in the language of the
 * account, so a rule looks at types, ids and categories where there are any; a text decides where there is nothing else
 * (status of the storage) or where one type means several things.
 * @see the vocabulary in test/fixtures/exchange/README.md
 */
const RULES: readonly Rule[] = [
  { kind: /identityrefused|parameterrefused|cmdletrefused|operationrefused|requestrefused/, code: 'internal' },
  { kind: /modules_modulenotfound|modules_modulewithversionnotfound/, code: 'moduleMissing' },
  { kind: /modules_insufficientpowershell|modules_invalidpowershell/, code: 'moduleNeedsPowerShell' },
  { kind: /commandnotfoundexception/, isSignIn: true, code: 'moduleMissing' },
  { kind: /commandnotfoundexception/, code: 'roleMissing' },
  { text: /^the term '[a-z0-9-]+' is not recognized/, code: 'roleMissing' },
  {
    kind: /namedparameternotfound|ambiguousparameterset/,
    code: 'importNotSupported',
  },
  { text: /^a parameter cannot be found that matches/, code: 'importNotSupported' },
  // The codes of a person who closed the window or declined, and of a device code nobody typed in.
  { kind: /authentication_canceled|operationcanceledexception/, isSignIn: true, code: 'signInCancelled' },
  {
    text: /aadsts(65004|70016|70018|70019|70020|50058)\b|cancell?ed (the )?(authentication|sign)/,
    isSignIn: true,
    code: 'signInCancelled',
  },
  {
    text: /(authentication|sign-?in|login) (was|has been)? ?cancell?ed|code_expired|user_?cancel/,
    isSignIn: true,
    code: 'signInCancelled',
  },
  { text: /aadsts(90033|50196|90038|90051)\b/, code: 'tenantUnavailable', isRetryable: true },
  { kind: BUSY, text: BUSY, code: 'tenantUnavailable', isRetryable: true },
  { text: /aadsts\d{4,}/, code: 'signInRefused' },
  { text: DENIED, isSignIn: true, code: 'signInRefused' },
  // The library that signs in wraps what happened on the way.
  { kind: NETWORK, isSignIn: true, code: 'tenantUnavailable', isRetryable: true },
  { kind: /storagequota|quotaexceeded|mailboxfull/, code: 'importMailboxFull' },
  { text: QUOTA, code: 'importMailboxFull' },
  { kind: /archive(mailbox)?(not|disabled|missing)/, code: 'importArchiveMissing' },
  { text: NO_ARCHIVE, code: 'importArchiveMissing' },
  { text: FORBIDDEN, cmdlets: OPENS_SOURCE, code: 'importForbidden' },
  {
    kind: /authenticationfailed|authorizationfailure|authorizationpermissionmismatch/,
    cmdlets: OPENS_SOURCE,
    code: 'importForbidden',
  },
  {
    text: /authenticationfailed|authorizationfailure|authorizationpermissionmismatch/,
    cmdlets: OPENS_SOURCE,
    code: 'importForbidden',
  },
  { text: NOT_THERE, cmdlets: OPENS_SOURCE, code: 'importBlobMissing' },
  { kind: /blobnotfound|containernotfound/, cmdlets: OPENS_SOURCE, code: 'importBlobMissing' },
  {
    text: /blobnotfound|containernotfound|the specified (blob|container) does not exist/,
    cmdlets: OPENS_SOURCE,
    code: 'importBlobMissing',
  },
  { kind: /statisticsmissing/, code: 'importRemoved' },
  {
    kind: /objectnotfound|objectnotunique|objectambiguous|recipientnotfound|mailboxnotfound/,
    cmdlets: TAKES_MAILBOX,
    code: 'importMailboxMissing',
  },
  {
    text: /couldn[’']?t be found|could not be found|cannot be found/,
    cmdlets: TAKES_MAILBOX,
    code: 'importMailboxMissing',
  },
  { kind: /objectnotfound|requestnotfound/, cmdlets: TAKES_REQUEST, code: 'importRemoved' },
  { text: /couldn[’']?t be found|could not be found|cannot be found/, cmdlets: TAKES_REQUEST, code: 'importRemoved' },
  {
    text: /no longer supported|(is|are) ?n[o']t supported|not supported in|isn’t supported|not available in (your|this) (organization|organisation|tenant)/,
    code: 'importNotSupported',
  },
  { kind: /notsupportedexception|notimplementedexception/, code: 'importNotSupported' },
  {
    kind: /transient|timeoutexception/,
    code: 'tenantUnavailable',
    isRetryable: true,
  },
  {
    text: /\(500\)|timed? ?out|try again later/,
    code: 'tenantUnavailable',
    isRetryable: true,
  },
  {
    kind: /msalservice|msalclient|msalui|msalexception|authenticationexception|cryptographicexception/,
    isSignIn: true,
    code: 'signInRefused',
  },
  { kind: /securityerror|permissiondenied|authenticationerror|unauthorizedaccess|accessdenied/, code: 'signInRefused' },
  { text: DENIED, code: 'signInRefused' },
  {
    kind: NETWORK,
    code: 'tenantUnavailable',
    isRetryable: true,
  },
  { kind: /psremotingtransport/, code: 'tenantUnavailable', isRetryable: true },
  {
    text: /could not be resolved|unable to connect|connection (was|has been)|no such host/,
    code: 'tenantUnavailable',
    isRetryable: true,
  },
  { text: /^/, isSignIn: true, code: 'signInRefused' },
];

/** The error of the contract that an error record of PowerShell stands for; importRefused with its first line when none fits. */
export function toAppError(facts: ShellErrorFacts, context: ErrorContext): AppError {
  const words = wordsOf(facts);
  const rule = RULES.find((candidate) => isMatch(candidate, words, context));
  const code = rule?.code ?? 'importRefused';
  return new AppError(code, paramsOf(code, facts, context), { isRetryable: rule?.isRetryable ?? false });
}

function isMatch({ kind, text, cmdlets, isSignIn }: Rule, words: Words, { cmdlet }: ErrorContext): boolean {
  if (isSignIn && cmdlet !== null) return false;
  if (cmdlets && !(cmdlet !== null && cmdlets.test(cmdlet))) return false;
  return (kind?.test(words.kind) ?? false) || (text?.test(words.text) ?? false);
}

function wordsOf({ message, errorId, category, types }: ShellErrorFacts): Words {
  const kinds = [typeInFront(message) ?? '', errorId, category, ...types];
  return { kind: kinds.join(' ').toLowerCase(), text: message.toLowerCase().replaceAll('’', "'") };
}

function paramsOf(code: ErrorCode, facts: ShellErrorFacts, context: ErrorContext): ErrorParams {
  const detail = detailOf(facts.message);
  if (code === 'roleMissing') return { cmdlets: context.cmdlet ?? '', account: context.account ?? null };
  if (code === 'importMailboxMissing' || code === 'importArchiveMissing' || code === 'importMailboxFull') {
    return { mailbox: context.mailbox ?? '' };
  }
  if (code === 'tenantUnavailable') return { reason: detail };
  if (code === 'moduleNeedsPowerShell') return { module: '', version: '', needed: '' };
  const hasDetail = code === 'importNotSupported' || code === 'importRefused' || code === 'signInRefused';
  return hasDetail ? { detail } : {};
}

/** True when the session with Exchange is gone, so that signing in again may mend it. */
export function isSignedOut(facts: ShellErrorFacts): boolean {
  const { kind, text } = wordsOf(facts);
  return (
    /commandnotfoundexception/.test(kind) ||
    /connect-exchangeonline cmdlet before|no active (connection|session)|session (has |is )?(expired|closed|broken)|not connected/.test(
      text,
    ) ||
    /(access)? ?token (has )?expired|\(401\)|lifetime validation failed/.test(text) ||
    /invalidrunspacestate|psinvalidoperation|runspaceclosed/.test(kind)
  );
}

/** True when a request of that name exists already. */
export function isNameTaken(facts: ShellErrorFacts): boolean {
  const { kind, text } = wordsOf(facts);
  return (
    /namemustbeunique|objectalreadyexists|resourceexists|requestnameinuse/.test(kind) ||
    /name.{0,120}(must be unique|already (in use|being used|exists|taken)|isn't unique|is not unique)|already exists/.test(
      text,
    )
  );
}

/** What a failed request says of itself, in its statistics. */
export type FailureWords = {
  readonly type: string;
  readonly message: string;
  /** Anything else it says, such as the detail of its status. */
  readonly detail: string;
  readonly mailbox: string;
};

/** Why a request failed: importForbidden, importBlobMissing, importMailboxFull, importArchiveMissing, else importFailed. */
export function toFailure({ type, message, detail, mailbox }: FailureWords): WireError {
  const kind = `${type} ${detail}`.toLowerCase();
  const text = message.toLowerCase();
  if (
    FORBIDDEN.test(text) ||
    /authenticationfailed|authorizationfailure|authorizationpermissionmismatch/.test(`${kind} ${text}`)
  ) {
    return { code: 'importForbidden', params: {} };
  }
  if (NOT_THERE.test(text) || /blobnotfound|containernotfound/.test(`${kind} ${text}`)) {
    return { code: 'importBlobMissing', params: {} };
  }
  if (/quotaexceeded|storagequota|mailboxfull/.test(kind) || /quotaexceeded/.test(text) || QUOTA.test(text)) {
    return { code: 'importMailboxFull', params: { mailbox } };
  }
  if (NO_ARCHIVE.test(text)) return { code: 'importArchiveMissing', params: { mailbox } };
  const said = detailOf(message);
  const reason = type === '' || said.includes(type) ? said : [type, said].filter((word) => word !== '').join(': ');
  return { code: 'importFailed', params: { reason: detailOf(reason === '' ? detail : reason) } };
}
