import { expect, it } from 'vitest';
import { loadPreferences } from '../../../../main/settings/preferences.ts';

const load = (stored: unknown) =>
  loadPreferences({ read: () => stored, write: () => undefined }).bandwidthLimitBytesPerSecond;

it.each([[{}], [{ other: 1 }], [null], [undefined], ['text'], [[]], [7]])('%j stands for the defaults', (stored) => {
  expect(load(stored)).toBeNull();
});

it.each([1, 125_000, Number.MAX_SAFE_INTEGER, null])('a limit of %j bytes per second is taken', (limit) => {
  expect(load({ bandwidthLimitBytesPerSecond: limit })).toBe(limit);
});

it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '125000', true, {}])('a limit of %j is not', (limit) => {
  expect(load({ bandwidthLimitBytesPerSecond: limit })).toBeNull();
});

it('what is no value of one preference leaves the others as they are set', () => {
  const stored = {
    bandwidthLimitBytesPerSecond: 7,
    fullSpeedHours: { from: 22, to: 24 },
    pausesOnBattery: 'yes',
    pausesOnMetered: false,
    connection: { engine: 'exchange', container: 'no address' },
    cleanupKeepDays: 0,
  };
  expect(loadPreferences({ read: () => stored, write: () => undefined })).toEqual({
    bandwidthLimitBytesPerSecond: 7,
    fullSpeedHours: null,
    pausesOnBattery: false,
    pausesOnMetered: false,
    skippedFolders: null,
    connection: null,
    cleanupKeepDays: 15,
  });
});

it('where nothing is set, uploads wait on connections with a meter alone', () => {
  expect(loadPreferences({ read: () => ({}), write: () => undefined })).toMatchObject({
    fullSpeedHours: null,
    pausesOnBattery: false,
    pausesOnMetered: true,
  });
});

it('a connection that is kept is completed with what it does not say', () => {
  const stored = { connection: { engine: 'purview' }, cleanupKeepDays: 30 };
  expect(loadPreferences({ read: () => stored, write: () => undefined })).toMatchObject({
    connection: { engine: 'purview', container: null, defaultMailbox: null },
    cleanupKeepDays: 30,
  });
});
