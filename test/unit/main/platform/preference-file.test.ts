import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Conf from 'conf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPreferenceStore,
  PREFERENCES_NAME,
  preferenceOptions,
} from '../../../../main/platform/preference-file.ts';
import { loadPreferences } from '../../../../main/settings/preferences.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

const DEFAULTS = {
  bandwidthLimitBytesPerSecond: null,
  fullSpeedHours: null,
  pausesOnBattery: false,
  pausesOnMetered: true,
  skippedFolders: null,
  connection: null,
  cleanupKeepDays: 15,
};

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let path = '';
beforeEach(async () => {
  temporary = await temporaryFolder();
  path = join(temporary.path, `${PREFERENCES_NAME}.json`);
});
afterEach(() => temporary.remove());

/** The preferences as the command line reads them: through the store library, from a real file. */
function load() {
  return loadPreferences(createPreferenceStore(() => new Conf(preferenceOptions(temporary.path))));
}

it('reads what is stored', async () => {
  await writeFile(path, '{ "bandwidthLimitBytesPerSecond": 1000000 }');
  expect(load()).toEqual({ ...DEFAULTS, bandwidthLimitBytesPerSecond: 1_000_000 });
});

it('is the defaults where nothing is stored, and stores nothing', async () => {
  expect(load()).toEqual(DEFAULTS);
  expect(await readdir(temporary.path)).toEqual([]);
});

describe('a file that cannot be used gives the defaults and stays as it was', () => {
  it.each([
    ['empty', ''],
    ['cut short', '{ "bandwidthLimitBytesPerSecond": 10'],
    ['no JSON', 'bandwidth = 10'],
    ['zeros, as after a power cut', '\0'.repeat(64)],
    ['null', 'null'],
    ['a list', '[1, 2]'],
    ['a text', '"fast"'],
    ['a number', '7'],
    ['of the wrong type', '{ "bandwidthLimitBytesPerSecond": "fast" }'],
    ['negative', '{ "bandwidthLimitBytesPerSecond": -1 }'],
    ['zero', '{ "bandwidthLimitBytesPerSecond": 0 }'],
    ['not whole', '{ "bandwidthLimitBytesPerSecond": 1.5 }'],
    ['another object', '{ "bandwidthLimitBytesPerSecond": {} }'],
    ['of a later version', '{ "colour": "blue" }'],
  ])('%s', async (_what, text) => {
    await writeFile(path, text);
    const before = await stat(path);
    expect(load()).toEqual(DEFAULTS);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
    expect(await readdir(temporary.path)).toEqual([`${PREFERENCES_NAME}.json`]);
  });

  it('a folder in its place', async () => {
    await mkdir(path);
    expect(load()).toEqual(DEFAULTS);
    expect((await stat(path)).isDirectory()).toBe(true);
  });
});

it('keeps what it knows of a file that also holds what it does not', async () => {
  await writeFile(path, '{ "colour": "blue", "bandwidthLimitBytesPerSecond": 5 }');
  expect(load()).toEqual({ ...DEFAULTS, bandwidthLimitBytesPerSecond: 5 });
});

it('takes a store that cannot even be opened for no preferences', () => {
  const store = createPreferenceStore(() => {
    throw new Error('EACCES');
  });
  expect(loadPreferences(store)).toEqual(DEFAULTS);
});

describe('a value that is set', () => {
  const open = () => createPreferenceStore(() => new Conf(preferenceOptions(temporary.path)));

  it('is kept beside the others, and forgotten when it is null', async () => {
    await writeFile(path, '{ "colour": "blue", "bandwidthLimitBytesPerSecond": 5 }');
    open().write('skippedFolders', ['/srv']);
    expect(load()).toEqual({ ...DEFAULTS, bandwidthLimitBytesPerSecond: 5, skippedFolders: ['/srv'] });
    open().write('skippedFolders', null);
    expect(load()).toEqual({ ...DEFAULTS, bandwidthLimitBytesPerSecond: 5 });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ colour: 'blue', bandwidthLimitBytesPerSecond: 5 });
  });

  it('never replaces a file that cannot be read', async () => {
    await writeFile(path, '{ "colour": ');
    expect(() => open().write('skippedFolders', ['/srv'])).toThrow(
      expect.objectContaining({ code: 'stateUnwritable', params: { reason: 'preferences.json' } }),
    );
    expect(await readFile(path, 'utf8')).toBe('{ "colour": ');
  });
});
