import { AppError, type ErrorParams, type WaitReason } from '../../preload/contract/index.ts';
import type { HttpAnswer } from './http/http-client.ts';
import { ANSWER_TOO_LONG, codeOf, isCertificateCode, PROXY_SIGN_IN, TransportError } from './http/transport-error.ts';

/** What was asked of the store. `commit` and `share` name the blob they expect, so that they can be in conflict. */
export type Operation = 'list' | 'stage' | 'commit' | 'facts' | 'share';

/** `nowMs` is the time of this PC, since 1970. `host` is the store's, without its port. */
export type FailureContext = { readonly operation: Operation; readonly nowMs: number; readonly host: string };

type WaitFor = Extract<WaitReason, 'offline' | 'busy' | 'stranger' | 'corrupted'>;

/** An answer that was no success. `reason` is the service's code, `Unknown` when it gave none. */
type Refusal = {
  readonly status: number;
  readonly reason: string;
  /** True when the answer carries the service's mark; proxies and captive portals do not know it. */
  readonly isOfService: boolean;
  readonly retryAfterMs: number | null;
  /** The answer's own time, since 1970. */
  readonly dateMs: number | null;
};

/**
 * By how much the clock of a PC may differ from the service's, milliseconds.
 * @see https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas
 */
const MOST_SKEW_MS = 15 * 60_000;

/** Longest wait that another than the service is believed to ask for, milliseconds. */
const MOST_OF_STRANGERS_MS = 60_000;

/** A permission that is out of date, or not signed by the store's key; emulators say `AuthorizationFailure` for both. */
const RENEW: ReadonlySet<string> = new Set([
  'AuthenticationFailed',
  'AuthorizationFailure',
  'InvalidAuthenticationInfo',
  'NoAuthenticationInformation',
]);

/** Refusals of a permission that another one of the same kind meets as well, whatever their status. */
const PERSON: ReadonlySet<string> = new Set([
  'AccountIsDisabled',
  'AuthorizationPermissionMismatch',
  'AuthorizationProtocolMismatch',
  'AuthorizationResourceTypeMismatch',
  'AuthorizationServiceMismatch',
  'AuthorizationSourceIPMismatch',
  'BlobImmutableDueToPolicy',
  'ContainerDisabled',
  'InsufficientAccountPermissions',
  'UnauthorizedBlobOverwrite',
]);

const NO_CONTAINER: ReadonlySet<string> = new Set(['ContainerBeingDeleted', 'ContainerNotFound']);

/** Bytes that arrived changed; a list of blocks goes without a checksum and then is no list any more. */
const CORRUPTED: ReadonlySet<string> = new Set(['Crc64Mismatch', 'InvalidXmlDocument', 'Md5Mismatch']);

/** Too much is staged: a conflict (409) by its status, only no blob of another stands in the way. */
const LIMITS: ReadonlySet<string> = new Set(['BlockCountExceedsLimit']);

/**
 * Statuses that pass, the service's or those of a proxy on the way.
 * @see https://learn.microsoft.com/azure/architecture/best-practices/retry-service-specific
 */
const BUSY: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

const PROXY: ReadonlySet<string> = new Set([
  PROXY_SIGN_IN,
  'ERR_PROXY_AUTH_REQUESTED',
  'ERR_PROXY_AUTH_UNSUPPORTED',
  'ERR_UNEXPECTED_PROXY_AUTH',
]);

/** No HTTP, or no TLS, is spoken at the other end. */
const STRANGER = /^(HPE_|EPROTO$|ERR_SSL_|ERR_INVALID_HTTP_RESPONSE|ERR_RESPONSE_HEADERS_|ERR_TOO_MANY_REDIRECTS)/;

/**
 * The error of the contract for whatever a request threw. It keeps no cause: the SDK's errors carry the request, and with
 * it the signature. Each answer has one class, by its status and the service's code: `uploadExpired` (another SAS may
 * help), `clockWrong`, `uploadForbidden`, `uploadContainerMissing`, `uploadConflict`, `certificateUntrusted`,
 * `proxyRefused`, or `uploadRejected`, which is retryable where waiting helps and then has a `waitFor`.
 */
export function toStoreError(error: unknown, context: FailureContext): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TransportError) return fromTransport(error, context.host);
  const refusal = readRefusal(error, context.nowMs);
  if (refusal !== null) return fromRefusal(refusal, context);
  return new AppError('internal', { reason: error instanceof Error ? error.name : typeof error });
}

/** The error for an answer that is not the success a request has: told as `toStoreError` tells it. */
export function fromAnswer({ status, headers, text }: HttpAnswer, context: FailureContext): AppError {
  const word = headers['x-ms-error-code'] ?? /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1];
  return fromRefusal(toRefusal({ status, word, header: (name) => headers[name] ?? null }, context.nowMs), context);
}

/** The error for a success that another than the service told: a captive portal says yes to everything. */
export function notTheService(): AppError {
  return waiting({}, 'NotTheService', 'stranger');
}

/** The service's code of a refusal; null when the error is none. */
export function refusalOf(error: unknown): { readonly status: number; readonly reason: string } | null {
  const refusal = readRefusal(error, 0);
  return refusal?.isOfService ? refusal : null;
}

/** The `Retry-After` header as milliseconds from `nowMs` (since 1970); null when there is none or it makes no sense. */
export function parseRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = parseDate(text);
  return atMs === null ? null : Math.max(0, atMs - nowMs);
}

function fromTransport({ code, facts }: TransportError, storeHost: string): AppError {
  const { host = storeHost, issuer } = facts;
  if (PROXY.has(code)) return new AppError('proxyRefused', { reason: code, host });
  if (isCertificateCode(code)) {
    const params: ErrorParams = { reason: code, host };
    return new AppError('certificateUntrusted', issuer === undefined ? params : { ...params, issuer });
  }
  const isStranger = code === ANSWER_TOO_LONG || STRANGER.test(code);
  return waiting({}, code, isStranger ? 'stranger' : 'offline');
}

function fromRefusal(refusal: Refusal, context: FailureContext): AppError {
  const { status, reason, retryAfterMs } = refusal;
  if (status === 407) return new AppError('proxyRefused', { reason: PROXY_SIGN_IN, host: context.host });
  const params: ErrorParams = { status, reason };
  if (BUSY.has(status)) {
    // Whoever stands in between is gone in the next network.
    const most = refusal.isOfService ? Number.POSITIVE_INFINITY : MOST_OF_STRANGERS_MS;
    const asked = retryAfterMs === null ? {} : { retryAfterMs: Math.min(retryAfterMs, most) };
    return waiting({ status, ...asked }, reason, 'busy');
  }
  if (status < 400 || !refusal.isOfService) return waiting({ status }, reason, 'stranger');
  if (CORRUPTED.has(reason)) return waiting({ status }, reason, 'corrupted');
  if (PERSON.has(reason)) return new AppError('uploadForbidden', params);
  if (status === 401 || (status === 403 && RENEW.has(reason))) return fromAuthentication(refusal, context.nowMs);
  if (status === 403) return new AppError('uploadForbidden', params);
  if (NO_CONTAINER.has(reason)) return new AppError('uploadContainerMissing', params);
  if (isConflict(refusal, context.operation)) return new AppError('uploadConflict', params);
  return new AppError('uploadRejected', params);
}

/** A refused signature: of a PC whose clock is wrong the permission is not to blame, it seems to be of another day. */
function fromAuthentication({ status, reason, dateMs }: Refusal, nowMs: number): AppError {
  const skewMs = dateMs === null ? 0 : nowMs - dateMs;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return new AppError('uploadExpired', { status, reason });
  return new AppError('clockWrong', { status, reason, skewMinutes: Math.round(skewMs / 60_000) });
}

function isConflict({ status, reason }: Refusal, operation: Operation): boolean {
  const isConditional = operation === 'commit' || operation === 'share';
  // What `share` expects may be gone altogether.
  if (operation === 'share' && status === 404) return true;
  return isConditional && (status === 409 || status === 412) && !LIMITS.has(reason);
}

function waiting(params: ErrorParams, reason: string, waitFor: WaitFor): AppError {
  return new AppError('uploadRejected', { ...params, reason, waitFor }, { isRetryable: true });
}

/** What the SDK's error says of an answer; null when it is not about one. */
function readRefusal(error: unknown, nowMs: number): Refusal | null {
  if (!(error instanceof Error) || error.name !== 'RestError') return null;
  const status = fieldOf(error, 'statusCode') ?? fieldOf(fieldOf(error, 'response'), 'status');
  if (typeof status !== 'number') return null;
  const header = (name: string) => headerOf(error, name);
  return toRefusal({ status, word: header('x-ms-error-code') ?? fieldOf(error, 'code'), header }, nowMs);
}

type Told = { readonly status: number; readonly word: unknown; readonly header: (name: string) => string | null };

function toRefusal({ status, word, header }: Told, nowMs: number): Refusal {
  return {
    status,
    // Only a plain word: whatever else a stranger answers with has no place in logs and sentences.
    reason: codeOf({ code: word }),
    isOfService: header('x-ms-request-id') !== null,
    retryAfterMs: parseRetryAfter(header('retry-after'), nowMs),
    dateMs: parseDate(header('date')),
  };
}

function parseDate(text: string | null): number | null {
  const atMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}

function headerOf(error: unknown, name: string): string | null {
  const headers = fieldOf(fieldOf(error, 'response'), 'headers');
  const get = fieldOf(headers, 'get');
  const value: unknown = typeof get === 'function' ? get.call(headers, name) : null;
  return typeof value === 'string' ? value : null;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
