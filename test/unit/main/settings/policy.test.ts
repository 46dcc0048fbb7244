import { describe, expect, it } from 'vitest';
import { createManagedStore, readPolicy } from '../../../../main/settings/policy.ts';
import { loadPreferences, type PreferenceStore } from '../../../../main/settings/preferences.ts';
import { AppError, describeError } from '../../../../preload/contract/index.ts';
import { SIGNATURE, sasToken } from '../../../support/upload/sas-text.ts';

const FILE = '/etc/pst-ferry/policy.json';
const SHARE = '\\\\server\\pst';
const SERVERS = { engine: 'onPremises', connectionUri: 'http://server.contoso.example/PowerShell/', share: SHARE };

function refusalOf(text: string): AppError {
  try {
    readPolicy(text, FILE);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

/** A store over an object. */
function storeOf(values: Record<string, unknown>): PreferenceStore {
  return {
    read: () => values,
    write: (name, value) => {
      values[name] = value;
    },
  };
}

describe('a policy', () => {
  it('is read with what it names alone', () => {
    expect(readPolicy(JSON.stringify({ cleanupKeepDays: 30, fullSpeedHours: null }), FILE)).toEqual({
      cleanupKeepDays: 30,
      fullSpeedHours: null,
    });
  });

  it('is read with the mark that editors put in front', () => {
    expect(readPolicy(`\ufeff${JSON.stringify({ connection: SERVERS })}`, FILE)).toEqual({
      connection: { ...SERVERS, defaultMailbox: null },
    });
  });

  it.each([
    ['{', ''],
    ['[]', ''],
    [JSON.stringify({ cleanupKeepDays: 0 }), 'cleanupKeepDays'],
    [JSON.stringify({ pausesOnBattery: 'yes' }), 'pausesOnBattery'],
    [JSON.stringify({ keepDays: 3 }), 'keepDays'],
    [JSON.stringify({ connection: null }), 'connection'],
    [JSON.stringify({ connection: { engine: 'mail' } }), 'connection.engine'],
    [JSON.stringify({ connection: { ...SERVERS, share: 'C:\\pst' } }), 'connection.share'],
    [JSON.stringify({ connection: { ...SERVERS, mailbox: 'a@b.example' } }), 'connection.mailbox'],
    [JSON.stringify({ fullSpeedHours: { from: 1, to: 2, day: 3 } }), 'fullSpeedHours.day'],
  ])('that is wrong is refused with its file and field: %s', (text, field) => {
    const error = refusalOf(text);
    expect(error).toMatchObject({ code: 'connectionMissing', params: { file: FILE, field } });
    expect(describeError(error).title).toContain(field === '' ? FILE : `${FILE}: ${field}: `);
  });

  const KEY = `${'aB3+'.repeat(21)}aB==`;
  const container = 'https://contoso.blob.core.windows.net/pst';
  const sas = `${container}?${sasToken({ sr: 'c', sp: 'rw' })}`;
  it.each([
    ['a SAS to read and write a container', { connection: { engine: 'exchange', container: sas } }],
    ['an account key', { connection: { engine: 'exchange', container, accountKey: KEY } }],
    [
      'a password',
      { connection: { engine: 'exchange', container, signIn: { kind: 'interactive', password: 'Winter7' } } },
    ],
    ['a connection string', { storage: `DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${KEY}` }],
  ])('with %s is refused, and the secret is not repeated', (_name, value) => {
    const error = refusalOf(JSON.stringify(value));
    expect(error.params.reason).toMatch(/: secret, \w+$/);
    const told = JSON.stringify([error.params, describeError(error), error.message]);
    expect([SIGNATURE, encodeURIComponent(SIGNATURE), KEY, 'Winter7'].filter((word) => told.includes(word))).toEqual(
      [],
    );
  });
});

describe('preferences under a policy', () => {
  const policy = readPolicy(JSON.stringify({ cleanupKeepDays: 30, bandwidthLimitBytesPerSecond: null }), FILE);

  it('are what the policy says where it says something', () => {
    const stored = { cleanupKeepDays: 2, bandwidthLimitBytesPerSecond: 7, pausesOnBattery: true };
    expect(loadPreferences(createManagedStore(storeOf(stored), policy))).toMatchObject({
      cleanupKeepDays: 30,
      bandwidthLimitBytesPerSecond: null,
      pausesOnBattery: true,
    });
  });

  it('cannot be changed where it says something', () => {
    const values: Record<string, unknown> = {};
    const store = createManagedStore(storeOf(values), policy);
    store.write('pausesOnBattery', true);
    expect(() => store.write('cleanupKeepDays', 2)).toThrow(
      expect.objectContaining({ code: 'connectionManaged', params: { field: 'cleanupKeepDays' } }),
    );
    expect(values).toEqual({ pausesOnBattery: true });
  });

  it('hold even when what is stored cannot be read', () => {
    const store = createManagedStore({ read: () => 'text', write: () => undefined }, policy);
    expect(loadPreferences(store).cleanupKeepDays).toBe(30);
  });
});
