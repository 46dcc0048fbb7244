import { describe, expect, it } from 'vitest';
import { createRenewableAccess } from '../../../../main/workers/renewable-access.ts';
import { AppError } from '../../../../preload/contract/index.ts';
import { deferred } from '../../../support/migration/fake-ports.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-01T12:00:00Z');
const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const source = (query: string) => ({ blobUri: 'https://a.blob.core.windows.net/pst/a.pst', sasToken: query });
const lasting = (fromMs: number, toMs: number) => source(`st=${iso(fromMs)}&se=${iso(toMs)}&sp=cw&sig=x`);

function make(first = source('se=2026-03-01T13:00:00Z&sig=x')) {
  let nowMs = START_MS;
  const asked: ReturnType<typeof deferred<ReturnType<typeof source>>>[] = [];
  const access = createRenewableAccess({
    first,
    ask: () => {
      const answer = deferred<ReturnType<typeof source>>();
      asked.push(answer);
      return answer.promise;
    },
    nowMs: () => nowMs,
  });
  return { access, asked, pass: (ms: number) => (nowMs += ms) };
}

const { signal } = new AbortController();

describe('the time a permission is good for', () => {
  it('ends when four fifths of its life are over', () => {
    const { access, pass } = make();
    expect(access.timeLeftMs()).toBe(0.8 * HOUR_MS);
    pass(0.9 * HOUR_MS);
    expect(access.timeLeftMs()).toBe(-0.1 * HOUR_MS);
  });

  it('counts from its start when that is little back, from when we got it when it is long ago', () => {
    const quarterMs = HOUR_MS / 4;
    expect(make(lasting(START_MS - quarterMs, START_MS + HOUR_MS)).access.timeLeftMs()).toBe(HOUR_MS - quarterMs);
    const { access } = make(lasting(START_MS - 100 * HOUR_MS, START_MS + HOUR_MS));
    expect(access.timeLeftMs()).toBe(HOUR_MS - quarterMs);
  });

  it('is not known when it does not say', () => {
    expect(make(source('si=policy&sig=x')).access.timeLeftMs()).toBeNull();
  });
});

describe('a renewal', () => {
  it('is shared by those who ask together, and the next asks anew', async () => {
    const { access, asked, pass } = make();
    pass(HOUR_MS);
    const both = Promise.all([access.renew(signal), access.renew(signal)]);
    expect(asked).toHaveLength(1);
    const next = lasting(START_MS + HOUR_MS, START_MS + 3 * HOUR_MS);
    asked[0]?.resolve(next);
    await both;
    expect(access.current()).toBe(next);
    expect(access.timeLeftMs()).toBe(1.6 * HOUR_MS);
    void access.renew(signal);
    expect(asked).toHaveLength(2);
  });

  it('that fails leaves what there is, and can be tried again', async () => {
    const { access, asked } = make();
    const before = access.current();
    const refusal = new AppError('tenantUnavailable', {}, { isRetryable: true });
    const first = access.renew(signal);
    asked[0]?.reject(refusal);
    await expect(first).rejects.toBe(refusal);
    expect(access.current()).toBe(before);
    void access.renew(signal);
    expect(asked).toHaveLength(2);
  });
});
