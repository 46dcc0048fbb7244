import { Buffer } from 'node:buffer';
import type { SafeStorage } from 'electron';
import type { Vault } from '../settings/secrets.ts';

/** The part of Electron's `safeStorage` that is used. */
export type ElectronKeystore = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** What Linux falls back to without a keyring: a password that is the same everywhere. */
const NO_KEYSTORES: readonly string[] = ['basic_text', 'unknown'];

/**
 * The keystore of the system by way of Electron: DPAPI, the Keychain, or a keyring. Not available where Electron would only
 * pretend to encrypt, and before the app is ready. @see electronjs.org/docs/latest/api/safe-storage
 */
export function createElectronVault(keystore: ElectronKeystore, platform: NodeJS.Platform = process.platform): Vault {
  const isAvailable = () =>
    keystore.isEncryptionAvailable() &&
    (platform !== 'linux' || !NO_KEYSTORES.includes(keystore.getSelectedStorageBackend()));
  const expectKeystore = () => {
    if (!isAvailable()) throw new Error('no keystore');
  };
  return {
    isAvailable,
    encrypt: (text) => {
      expectKeystore();
      return keystore.encryptString(text);
    },
    decrypt: (bytes) => {
      expectKeystore();
      return keystore.decryptString(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  };
}
