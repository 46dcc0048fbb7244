import { describe, expect, it } from 'vitest';
import { attempt, readOrExplain } from '../../../../main/pst/attempt.ts';
import { PstFault, SourceLost } from '../../../../main/pst/reader/fault.ts';

const throwing = (error: Error) => () => {
  throw error;
};

describe('what is attempted', () => {
  it('is what it is, or what stands for it with a word', () => {
    expect(attempt(() => 1, 0)).toEqual({ value: 1, problem: null });
    expect(attempt(throwing(new PstFault('heapDamaged')), 0)).toEqual({ value: 0, problem: 'heapDamaged' });
    expect(attempt(throwing(new RangeError('private')), 0)).toEqual({ value: 0, problem: 'unexpected' });
  });

  it('does not hide that the file is gone', () => {
    const lost = new SourceLost('EACCES', null);
    expect(() => attempt(throwing(lost), 0)).toThrow(lost);
    expect(() => readOrExplain(throwing(lost))).toThrow(lost);
  });
});

describe('why something cannot be read', () => {
  it.each([
    [{ code: 'ENOENT', syscall: 'open' }, 'sourceMissing', {}],
    [{ code: 'ENXIO', syscall: 'open' }, 'sourceMissing', {}],
    [{ code: 'EBUSY', syscall: 'open' }, 'sourceInUse', {}],
    [{ code: 'EIO', syscall: 'open' }, 'contentsUnreadable', { reason: 'EIO' }],
    // An error of the language has a code as well.
    [{ code: 'ERR_OUT_OF_RANGE' }, 'contentsUnreadable', { reason: 'unexpected' }],
  ])('of %j is %s', (facts, code, params) => {
    const error = Object.assign(new Error('private'), facts);
    expect(() => readOrExplain(throwing(error))).toThrow(expect.objectContaining({ code, params }));
  });
});
