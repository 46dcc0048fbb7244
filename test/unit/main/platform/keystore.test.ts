import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createElectronVault, type ElectronKeystore } from '../../../../main/platform/keystore.ts';

type Backend = ReturnType<ElectronKeystore['getSelectedStorageBackend']>;

function keystoreWith(isThere: boolean, backend: Backend | null): ElectronKeystore {
  return {
    isEncryptionAvailable: () => isThere,
    getSelectedStorageBackend: () => {
      if (backend === null) throw new Error('there is no such function on this system');
      return backend;
    },
    encryptString: (text) => Buffer.from(`v10${text}`),
    decryptString: (encrypted) => encrypted.toString().slice(3),
  };
}

describe('the keystore', () => {
  it.each([
    ['win32', null, true],
    ['darwin', null, true],
    ['linux', 'gnome_libsecret', true],
    ['linux', 'kwallet6', true],
    ['linux', 'basic_text', false],
    ['linux', 'unknown', false],
  ] as const)('of %s with %s is available: %s', (platform, backend, isAvailable) => {
    expect(createElectronVault(keystoreWith(true, backend), platform).isAvailable()).toBe(isAvailable);
    expect(createElectronVault(keystoreWith(false, backend), platform).isAvailable()).toBe(false);
  });

  it('gives back what it was given, also out of the middle of other bytes', async () => {
    const vault = createElectronVault(keystoreWith(true, null), 'win32');
    const encrypted = await vault.encrypt('Geheimnis ü');
    const around = new Uint8Array([0, 0, ...encrypted, 0]);
    expect(await vault.decrypt(around.subarray(2, -1))).toBe('Geheimnis ü');
  });

  it('that only pretends encrypts nothing', () => {
    const vault = createElectronVault(keystoreWith(true, 'basic_text'), 'linux');
    expect(() => vault.encrypt('x')).toThrow('no keystore');
    expect(() => vault.decrypt(Buffer.from('v10x'))).toThrow('no keystore');
  });
});
