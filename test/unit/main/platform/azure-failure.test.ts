import { inspect } from 'node:util';
import { RestError } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { fromAnswer, type Operation, parseRetryAfter, toStoreError } from '../../../../main/platform/azure-failure.ts';
import { TransportError } from '../../../../main/platform/http/transport-error.ts';
import { AppError } from '../../../../preload/contract/index.ts';

const SECRET = 'c2VjcmV0LXNpZ25hdHVyZQ';
const HOST = 'account.blob.core.windows.net';
const NOW_MS = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
const MARK = { 'x-ms-request-id': 'd9c6e9f4-001e-0025-4a5c-000000000000' };

type Answered = { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> };

/** An error of the SDK about an answer of the service, as full of secrets as a true one. */
function restError({ status, code, headers = MARK }: Answered): Error {
  const all: Record<string, string> = code === undefined ? headers : { ...headers, 'x-ms-error-code': code };
  const url = `https://${HOST}/c/b?sig=${SECRET}`;
  return Object.assign(new RestError(`message of the service for ${url}`), {
    statusCode: status,
    request: { url },
    response: { status, headers: new Headers(all), request: { url } },
    cause: new Error(url),
  });
}

/** The same answer, told by the SDK and by our own request; both have to be one class. */
function classify(answered: Answered, operation: Operation = 'stage', nowMs = NOW_MS) {
  const context = { operation, nowMs, host: HOST };
  const { status, code, headers = MARK } = answered;
  const ours = fromAnswer(
    { status, headers: code === undefined ? headers : { ...headers, 'x-ms-error-code': code }, text: SECRET },
    context,
  );
  const theirs = toStoreError(restError(answered), context);
  expect(facts(ours)).toEqual(facts(theirs));
  return facts(theirs);
}

function facts({ code, params, isRetryable }: AppError) {
  return { code, params, isRetryable };
}

function refused(code: string, status: number, reason: string) {
  return { code, params: { status, reason }, isRetryable: false };
}

function waits(waitFor: string, status: number, reason: string) {
  return { code: 'uploadRejected', params: { status, reason, waitFor }, isRetryable: true };
}

/** Every code of the service that an upload may meet, and its one class. */
const CODES = [
  [400, 'InvalidBlockList', 'uploadRejected'],
  [400, 'InvalidBlobOrBlock', 'uploadRejected'],
  [400, 'InvalidQueryParameterValue', 'uploadRejected'],
  [400, 'OutOfRangeInput', 'uploadRejected'],
  [400, 'InvalidMd5', 'uploadRejected'],
  [400, 'BothCrc64AndMd5HeaderPresent', 'uploadRejected'],
  [401, 'NoAuthenticationInformation', 'uploadExpired'],
  [403, 'AuthenticationFailed', 'uploadExpired'],
  [403, 'AuthorizationFailure', 'uploadExpired'],
  [403, 'AuthorizationPermissionMismatch', 'uploadForbidden'],
  [403, 'AuthorizationProtocolMismatch', 'uploadForbidden'],
  [403, 'AuthorizationResourceTypeMismatch', 'uploadForbidden'],
  [403, 'AuthorizationServiceMismatch', 'uploadForbidden'],
  [403, 'AuthorizationSourceIPMismatch', 'uploadForbidden'],
  [403, 'UnauthorizedBlobOverwrite', 'uploadForbidden'],
  [403, 'InsufficientAccountPermissions', 'uploadForbidden'],
  [403, 'AccountIsDisabled', 'uploadForbidden'],
  [403, 'SomethingNew', 'uploadForbidden'],
  [404, 'BlobNotFound', 'uploadRejected'],
  [404, 'ContainerNotFound', 'uploadContainerMissing'],
  [404, 'ResourceNotFound', 'uploadRejected'],
  [409, 'BlobAlreadyExists', 'uploadRejected'],
  [409, 'BlobImmutableDueToPolicy', 'uploadForbidden'],
  [409, 'BlockCountExceedsLimit', 'uploadRejected'],
  [409, 'ContainerBeingDeleted', 'uploadContainerMissing'],
  [409, 'InvalidBlobType', 'uploadRejected'],
  [409, 'LeaseAlreadyPresent', 'uploadRejected'],
  [409, 'SnapshotsPresent', 'uploadRejected'],
  [412, 'ConditionNotMet', 'uploadRejected'],
  [412, 'LeaseIdMissing', 'uploadRejected'],
  [412, 'LeaseIdMismatchWithBlobOperation', 'uploadRejected'],
  [412, 'LeaseNotPresentWithBlobOperation', 'uploadRejected'],
  [413, 'RequestBodyTooLarge', 'uploadRejected'],
] as const;

test.each(CODES)('%i %s of a block is %s and stays so', (status, reason, code) => {
  expect(classify({ status, code: reason })).toEqual(refused(code, status, reason));
});

test.each(CODES.filter(([status]) => status === 409 || status === 412))(
  '%i %s of a commit or a share is a conflict, unless it says more',
  (status, reason, code) => {
    const expected = code === 'uploadRejected' && reason !== 'BlockCountExceedsLimit' ? 'uploadConflict' : code;
    expect(classify({ status, code: reason }, 'commit')).toEqual(refused(expected, status, reason));
    expect(classify({ status, code: reason }, 'share')).toEqual(refused(expected, status, reason));
  },
);

test('a blob to be shared that is gone is a conflict', () => {
  expect(classify({ status: 404, code: 'BlobNotFound' }, 'share')).toEqual(
    refused('uploadConflict', 404, 'BlobNotFound'),
  );
});

test.each([
  [400, 'Md5Mismatch'],
  [400, 'Crc64Mismatch'],
])('%i %s: the bytes arrived changed', (status, code) => {
  expect(classify({ status, code })).toEqual(waits('corrupted', status, code));
});

test.each([408, 429, 500, 502, 503, 504])('%i is busy, whoever says it, and its wait comes along', (status) => {
  expect(classify({ status, code: 'ServerBusy' })).toEqual(waits('busy', status, 'ServerBusy'));
  expect(classify({ status, headers: {} })).toEqual(waits('busy', status, 'Unknown'));
  const told = classify({ status, code: 'ServerBusy', headers: { ...MARK, 'retry-after': '9' } });
  expect(told.params).toEqual({ status, reason: 'ServerBusy', waitFor: 'busy', retryAfterMs: 9_000 });
});

test.each([200, 201, 204, 301, 302, 307, 400, 401, 403, 404, 409, 412, 511])(
  '%i of someone else is a stranger',
  (status) => {
    expect(classify({ status, headers: {} })).toEqual(waits('stranger', status, 'Unknown'));
  },
);

test.each([200, 202, 204, 302])('%i is no success of a block, even of the service', (status) => {
  expect(classify({ status })).toEqual(waits('stranger', status, 'Unknown'));
});

test('a proxy that asks for a sign-in is told once and not tried again', () => {
  expect(classify({ status: 407, headers: {} })).toEqual({
    code: 'proxyRefused',
    params: { reason: 'ProxyAuthenticationRequired', host: HOST },
    isRetryable: false,
  });
});

test.each([-24, -6, -1, -0.25, 0, 0.25, 1, 6, 24])(
  'a clock %d h off is told from a permission that has expired',
  (hours) => {
    const headers = { ...MARK, date: new Date(NOW_MS).toUTCString() };
    const answered = { status: 403, code: 'AuthenticationFailed', headers };
    const told = classify(answered, 'stage', NOW_MS + hours * 3_600_000);
    const params = { status: 403, reason: 'AuthenticationFailed' };
    const expected =
      Math.abs(hours) > 0.25
        ? { code: 'clockWrong', params: { ...params, skewMinutes: hours * 60 }, isRetryable: false }
        : { code: 'uploadExpired', params, isRetryable: false };
    expect(told).toEqual(expected);
  },
);

test('a wrong clock is not to blame for a missing right', () => {
  const headers = { ...MARK, date: new Date(NOW_MS - 86_400_000).toUTCString() };
  expect(classify({ status: 403, code: 'AuthorizationPermissionMismatch', headers }).code).toBe('uploadForbidden');
});

function transport(code: string, about = {}) {
  return facts(toStoreError(new TransportError(code, about), { operation: 'stage', nowMs: NOW_MS, host: HOST }));
}

test.each([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_INTERNET_DISCONNECTED',
  'ERR_NAME_NOT_RESOLVED',
  'ERR_NETWORK_IO_SUSPENDED',
  'ERR_PROXY_CONNECTION_FAILED',
  'Unknown',
])('%s: the storage cannot be reached', (reason) => {
  expect(transport(reason)).toEqual({
    code: 'uploadRejected',
    params: { reason, waitFor: 'offline' },
    isRetryable: true,
  });
});

test.each([
  'HPE_INVALID_CONSTANT',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_INVALID_HTTP_RESPONSE',
  'AnswerTooLong',
])('%s: someone else answers', (reason) => expect(transport(reason).params).toEqual({ reason, waitFor: 'stranger' }));

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_CERT_AUTHORITY_INVALID',
  'ERR_CERT_DATE_INVALID',
  'ERR_CERT_COMMON_NAME_INVALID',
])('%s stops and names who signed', (reason) => {
  expect(transport(reason, { host: 'h', issuer: 'Contoso Inspection' })).toEqual({
    code: 'certificateUntrusted',
    params: { reason, host: 'h', issuer: 'Contoso Inspection' },
    isRetryable: false,
  });
  expect(transport(reason).params).toEqual({ reason, host: HOST });
});

test.each(['ProxyAuthenticationRequired', 'ERR_PROXY_AUTH_UNSUPPORTED'])('%s stops and names the proxy', (reason) => {
  expect(transport(reason, { host: 'proxy.contoso.com' })).toEqual({
    code: 'proxyRefused',
    params: { reason, host: 'proxy.contoso.com' },
    isRetryable: false,
  });
});

test('an error that no request made is a bug, told without its text', () => {
  const context = { operation: 'stage', nowMs: NOW_MS, host: HOST } as const;
  expect(facts(toStoreError(new TypeError(`Invalid URL ?sig=${SECRET}`), context))).toEqual({
    code: 'internal',
    params: { reason: 'TypeError' },
    isRetryable: false,
  });
});

test('our own errors pass unchanged', () => {
  const error = new AppError('uploadRejected', { reason: 'NotTheService' }, { isRetryable: true });
  expect(toStoreError(error, { operation: 'stage', nowMs: NOW_MS, host: HOST })).toBe(error);
});

test('a reason that is not a plain word is not passed on', () => {
  expect(classify({ status: 400, code: `<html>?sig=${SECRET}` }).params).toEqual({ status: 400, reason: 'Unknown' });
});

function everything(value: unknown): string {
  const error = value instanceof Error ? value : new Error('none');
  const text = inspect(value, { depth: 20, showHidden: true, customInspect: false });
  return [text, JSON.stringify(value), error.stack, inspect(error.cause, { depth: 20, showHidden: true })].join('\n');
}

test.each([undefined, 200, 302, 400, 401, 403, 404, 407, 409, 412, 503])(
  'nothing of the signature is left of %s',
  (status) => {
    const original = status === undefined ? new TypeError(SECRET) : restError({ status, code: 'Some' });
    expect(everything(original)).toContain(SECRET);
    for (const operation of ['list', 'stage', 'commit', 'facts', 'share'] as const) {
      expect(everything(toStoreError(original, { operation, nowMs: NOW_MS, host: HOST }))).not.toContain(SECRET);
    }
  },
);

test('Retry-After is seconds or a date', () => {
  const texts = ['0', '120', 'Wed, 21 Oct 2026 07:28:30 GMT', 'Wed, 21 Oct 2026 07:00:00 GMT', '-5s', null];
  expect(texts.map((text) => parseRetryAfter(text, NOW_MS))).toEqual([0, 120_000, 30_000, 0, null, null]);
});
