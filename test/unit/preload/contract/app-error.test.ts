import { describe, expect, it } from 'vitest';
import {
  AppError,
  ERROR_CODES,
  fromWireError,
  STOP_REASONS,
  stopReason,
  toWireError,
  WireError,
} from '../../../../preload/contract/index.ts';

describe('an AppError', () => {
  it('is not worth another try unless it says so, and keeps its cause', () => {
    const cause = new Error('EBUSY');
    const plain = new AppError('sourceInUse');
    const full = new AppError('tenantUnavailable', { reason: 'timeout' }, { cause, isRetryable: true });
    expect([plain.params, plain.isRetryable, 'cause' in plain]).toEqual([{}, false, false]);
    expect(full).toMatchObject({
      name: 'AppError',
      message: 'tenantUnavailable',
      code: 'tenantUnavailable',
      params: { reason: 'timeout' },
      isRetryable: true,
      cause,
    });
  });

  it.each(ERROR_CODES.map((code) => [code]))('of code %s crosses a process border and back', (code) => {
    const wire = WireError.parse(structuredClone(toWireError(new AppError(code, { n: 1, s: 'a', b: true, z: null }))));
    expect(fromWireError(wire)).toMatchObject({ code, params: { n: 1, s: 'a', b: true, z: null } });
  });

  it('leaves its cause and stack behind', () => {
    const wire = toWireError(new AppError('internal', {}, { cause: new Error('sig=secret') }), 'c-1');
    expect(wire).toEqual({ code: 'internal', params: {}, correlationId: 'c-1' });
  });
});

describe('a bug', () => {
  it.each([[new Error('sig=secret')], [new TypeError('x')], ['text'], [null], [undefined], [{ code: 'sourceEmpty' }]])(
    '%s crosses as internal, with nothing of what it said',
    (bug) => expect(toWireError(bug)).toEqual({ code: 'internal', params: {} }),
  );
});

describe('stopReason', () => {
  it.each(STOP_REASONS.map((reason) => [reason]))('knows %s', (reason) => {
    expect(stopReason(AbortSignal.abort(reason))).toBe(reason);
  });

  it('is null for a signal that is not aborted, or was aborted by someone else', () => {
    expect(stopReason(new AbortController().signal)).toBeNull();
    expect(stopReason(AbortSignal.abort())).toBeNull();
    expect(stopReason(AbortSignal.abort('because'))).toBeNull();
  });
});

it('takes no params that are not plain', () => {
  expect(WireError.safeParse({ code: 'internal', params: { error: new Error('x') } }).success).toBe(false);
  expect(WireError.safeParse({ code: 'internal', params: { list: ['a'] } }).success).toBe(false);
});
