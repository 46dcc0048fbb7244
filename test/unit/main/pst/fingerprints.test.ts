import { describe, expect, it, test } from 'vitest';
import { fingerprintBytes, parseFingerprints, readFingerprints } from '../../../../main/pst/fingerprints.ts';
import { SourceLost } from '../../../../main/pst/reader/fault.ts';
import type { PstRow } from '../../../../main/pst/store.ts';
import { fakeRow, fakeStore } from './fake-rows.ts';

/** The two numbers of an item with this row. */
function numbersOf(patch: Partial<PstRow>): readonly [number, number] {
  const { messageIds, rows } = readFingerprints(fakeStore({ 1: [fakeRow(1, { subject: 'Hello', ...patch })] }));
  return [messageIds[0] ?? -1, rows[0] ?? -1];
}

const rowNumber = (patch: Partial<PstRow>) => numbersOf(patch)[1];

describe('the fingerprint of an item', () => {
  it('is its message id, where it has one', () => {
    const [number] = numbersOf({ messageId: '<a@contoso.example>' });
    expect(number).toBeGreaterThan(0);
    expect(numbersOf({ messageId: ' <a@contoso.example> ', subject: 'other' })[0]).toBe(number);
    expect(numbersOf({ messageId: '<b@contoso.example>' })[0]).not.toBe(number);
    expect(numbersOf({ messageId: '' })[0]).toBe(0);
  });

  it('is its subject, time, sender and size together', () => {
    const number = rowNumber({});
    const others: Partial<PstRow>[] = [
      { subject: 'hello' },
      { subject: '' },
      { sentMs: Date.UTC(2020, 0, 2, 3, 4, 6) },
      { senderName: 'Ben' },
      { senderName: 'AnnH', subject: 'ello' },
      { sizeBytes: 1001 },
    ];
    const numbers = [number, ...others.map(rowNumber)];
    expect(numbers.every((one) => Number.isSafeInteger(one) && one > 0)).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('does not depend on where the item is, whether it was read, and blanks around its subject', () => {
    const number = rowNumber({});
    expect(rowNumber({ id: 99, isRead: false, receivedMs: 5 })).toBe(number);
    expect(rowNumber({ sentMs: Date.UTC(2020, 0, 2, 3, 4, 5, 999) })).toBe(number);
    expect(rowNumber({ subject: ' Hello ' })).toBe(number);
  });

  it('is of the time of delivery where there is none of sending, and of the last change where there is neither', () => {
    const number = rowNumber({ sentMs: null, receivedMs: 5000, modifiedMs: 7000 });
    expect(number).toBeGreaterThan(0);
    expect(rowNumber({ sentMs: null, receivedMs: 5000 })).toBe(number);
    expect(rowNumber({ sentMs: null, modifiedMs: 5000 })).toBe(number);
    expect(rowNumber({ sentMs: null, receivedMs: 6000 })).not.toBe(number);
  });

  it('does not exist for one that nothing tells apart', () => {
    expect(rowNumber({ subject: '', senderName: ' ' })).toBe(0);
    expect(rowNumber({ sentMs: null, receivedMs: null })).toBe(0);
  });
});

describe('the fingerprints of a file', () => {
  it('are those of all its folders, one that cannot be read counting as empty', () => {
    const store = fakeStore({
      1: [fakeRow(1), fakeRow(2)],
      2: null,
      3: [],
      4: [fakeRow(3, { subject: '', senderName: '' })],
    });
    const { items, messageIds, rows } = readFingerprints(store);
    expect({ items, ids: [...messageIds], known: [...rows].map((number) => number > 0) }).toEqual({
      items: 3,
      ids: [0, 0, 0],
      known: [true, true, false],
    });
  });

  it('hardly ever meet by chance', () => {
    const rows = Array.from({ length: 200_000 }, (_, id) =>
      fakeRow(id, { subject: `Report ${id}`, messageId: `<${id}@x>` }),
    );
    const prints = readFingerprints(fakeStore({ 1: rows }));
    expect(new Set(prints.rows).size).toBe(200_000);
    expect(new Set(prints.messageIds).size).toBe(200_000);
  });
});

describe('fingerprints as bytes', () => {
  const prints = readFingerprints(fakeStore({ 1: [fakeRow(1, { messageId: '<a@x>' }), fakeRow(2)] }));

  it('come back as they were, wherever the bytes stand', () => {
    const bytes = fingerprintBytes(prints);
    const moved = new Uint8Array(bytes.length + 3).subarray(3);
    moved.set(bytes);
    expect(parseFingerprints(bytes)).toEqual(prints);
    expect(parseFingerprints(moved)).toEqual(prints);
    expect(parseFingerprints(fingerprintBytes(readFingerprints(fakeStore({})))).items).toBe(0);
  });

  it('are refused when they are something else', () => {
    const bytes = fingerprintBytes(prints);
    const wrongMark = bytes.slice();
    wrongMark[0] = 0;
    const noNumber = bytes.slice().fill(0xff, 16, 24);
    const wrongs = [new Uint8Array(), bytes.subarray(0, 15), bytes.subarray(0, -8), wrongMark, noNumber];
    for (const wrong of wrongs) expect(() => parseFingerprints(wrong)).toThrow(RangeError);
  });
});

test('a drive that is gone is no folder that cannot be read', () => {
  const lost = new SourceLost('ENODEV', null);
  const rows = () => {
    throw lost;
  };
  expect(() => readFingerprints({ ...fakeStore({ 1: [] }), rows })).toThrow(lost);
});
