import { inspect } from 'node:util';
import { RestError } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { createAzureBlockStore, parseRetryAfter, toStoreError } from '../../../../main/platform/azure-block-store.ts';
import { AppError } from '../../../../preload/contract/index.ts';

const SECRET = 'c2VjcmV0LXNpZ25hdHVyZQ';

function restError(statusCode: number | undefined, code: string | undefined, headers: Record<string, string> = {}) {
  return Object.assign(new RestError('message of the service'), {
    statusCode,
    code,
    request: { url: `https://a.blob.core.windows.net/c/b?sig=${SECRET}` },
    response: { headers: new Headers(headers) },
  });
}

function outcome(error: unknown, isCommit = false) {
  const { code, params, isRetryable } = toStoreError(error, isCommit);
  return { code, params, isRetryable };
}

const FATAL = [
  [401, 'NoAuthenticationInformation', 'uploadForbidden'],
  [403, 'AuthenticationFailed', 'uploadForbidden'],
  [403, 'AuthorizationPermissionMismatch', 'uploadForbidden'],
  [404, 'ContainerNotFound', 'uploadContainerMissing'],
  [404, 'ResourceNotFound', 'uploadRejected'],
  [400, 'InvalidBlockList', 'uploadRejected'],
  [400, 'InvalidBlobOrBlock', 'uploadRejected'],
  [409, 'BlockCountExceedsLimit', 'uploadRejected'],
  [413, 'RequestBodyTooLarge', 'uploadRejected'],
] as const;

test.each(FATAL)('%i %s is %s and stays so', (status, reason, code) => {
  expect(outcome(restError(status, reason))).toEqual({ code, params: { status, reason }, isRetryable: false });
});

test.each([
  [409, 'BlobAlreadyExists'],
  [412, 'ConditionNotMet'],
])('%i %s at the commit is a conflict', (status, reason) => {
  expect(outcome(restError(status, reason), true)).toEqual({
    code: 'uploadConflict',
    params: { status, reason },
    isRetryable: false,
  });
});

test.each([
  [408, 'OperationTimedOut'],
  [429, 'TooManyRequests'],
  [500, 'InternalError'],
  [502, 'Unknown'],
  [503, 'ServerBusy'],
  [504, 'Unknown'],
  [400, 'Md5Mismatch'],
  [200, 'Unknown'],
  [302, 'Unknown'],
])('%i %s may pass by itself', (status, reason) => {
  const error = restError(status, reason === 'Unknown' ? undefined : reason);
  expect(outcome(error)).toEqual({ code: 'uploadRejected', params: { status, reason }, isRetryable: true });
});

test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])(
  'no answer because of %s may pass',
  (code) => {
    expect(outcome(restError(undefined, code))).toEqual({
      code: 'uploadRejected',
      params: { reason: code },
      isRetryable: true,
    });
  },
);

test('the header names the reason where there is no body', () => {
  const error = restError(404, undefined, { 'x-ms-error-code': 'ContainerNotFound' });
  expect(outcome(error).code).toBe('uploadContainerMissing');
});

test('the wait the service asks for comes along', () => {
  expect(outcome(restError(503, 'ServerBusy', { 'retry-after': '9' })).params).toEqual({
    status: 503,
    reason: 'ServerBusy',
    retryAfterMs: 9_000,
  });
});

test('a reason that is not a plain word is not passed on', () => {
  expect(outcome(restError(400, `<html>?sig=${SECRET}`)).params).toEqual({ status: 400, reason: 'Unknown' });
});

test('an error that no request made is a bug', () => {
  expect(outcome(new TypeError(`Invalid URL ?sig=${SECRET}`))).toEqual({
    code: 'internal',
    params: { reason: 'TypeError' },
    isRetryable: false,
  });
});

test('our own errors pass unchanged', () => {
  const error = new AppError('uploadRejected', { reason: 'NotTheService' }, { isRetryable: true });
  expect(toStoreError(error, false)).toBe(error);
});

test.each([403, 404, 409, 400, 503, undefined])('nothing of the signature is left in the error for %s', (status) => {
  const original = restError(status, 'Some');
  expect(inspect(original, { depth: 10, showHidden: true, customInspect: false })).toContain(SECRET);
  expect(inspect(toStoreError(original, false), { depth: 10, showHidden: true, customInspect: false })).not.toContain(
    SECRET,
  );
});

test('a malformed address is refused without quoting it', () => {
  const make = () => createAzureBlockStore({ blobUri: `not a uri ${SECRET}`, sasToken: `sig=${SECRET}` });
  const error: unknown = (() => {
    try {
      return make();
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({ code: 'uploadRejected', params: { reason: 'InvalidUri' } });
  expect(inspect(error, { depth: 10, showHidden: true, customInspect: false })).not.toContain(SECRET);
});

test.each([
  ['https://account.blob.core.windows.net/ingestion/a1b2.pst', 'ingestion/a1b2.pst'],
  ['http://127.0.0.1:10000/account/pst/a1b2.pst', 'pst/a1b2.pst'],
  ['https://files.example.com/pst/folder/a%20b.pst', 'pst/folder/a b.pst'],
])('%s is named by container and blob', (blobUri, name) => {
  expect(createAzureBlockStore({ blobUri, sasToken: `?sig=${SECRET}` }).name).toBe(name);
});

test('Retry-After is seconds or a date', () => {
  const nowMs = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
  const texts = ['0', '120', 'Wed, 21 Oct 2026 07:28:30 GMT', 'Wed, 21 Oct 2026 07:00:00 GMT', '-5s', null];
  expect(texts.map((text) => parseRetryAfter(text, nowMs))).toEqual([0, 120_000, 30_000, 0, null, null]);
});
