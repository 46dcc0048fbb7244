import { AppError, SECRET_NAMES, type SecretName } from '../../preload/contract/index.ts';
import { createRememberedSecrets, type RememberedSecrets } from './remembered-secrets.ts';

/** What is told of a secret without looking into it. */
export type SecretFacts = { readonly name: SecretName; readonly isSet: boolean; readonly isRemembered: boolean };

/** What opens something: given while the app runs, or kept by the system's keystore since an earlier run. */
export interface SecretStore {
  /** Null when it is not known. */
  get(name: SecretName): Promise<string | null>;
  /**
   * In force at once; kept for later runs where that is possible, which `view` tells, unless it is for this run alone.
   * @throws AppError requestInvalid when it is empty or too long for a secret
   */
  set(name: SecretName, value: string, options?: { readonly isForThisRun?: boolean }): Promise<void>;
  /** Nothing of it stays. @throws AppError stateUnwritable when what was kept cannot be taken back */
  forget(name: SecretName): Promise<void>;
  /** One entry for each name there is. */
  view(): Promise<readonly SecretFacts[]>;
  /** True when secrets can be kept for later runs. */
  readonly canRemember: boolean;
}

/** The system's keystore: what it encrypts, only the same person on the same PC can decrypt. */
export interface Vault {
  isAvailable(): boolean;
  encrypt(text: string): Uint8Array | Promise<Uint8Array>;
  /** @throws when it was encrypted by someone else or elsewhere, or is damaged */
  decrypt(bytes: Uint8Array): string | Promise<string>;
}

/** Where encrypted secrets are kept. */
export interface SecretFile {
  /** Null when there is none. @throws when it cannot be read */
  read(): Promise<Uint8Array | null>;
  /** Takes the place of what was there as a whole. */
  write(bytes: Uint8Array): Promise<void>;
  /** Keeps what is there under another name. */
  setAside(): Promise<void>;
  /** Deletes it, and what was set aside. */
  remove(): Promise<void>;
}

export type SecretStoreParts = {
  /** Null where there is no keystore, as on the command line: secrets last as long as the process. */
  readonly vault: Vault | null;
  readonly file: SecretFile;
  /** Hears, once each, of what was kept and cannot be read, and of what could not be kept. A plain word. */
  readonly onProblem?: (reason: SecretProblem) => void;
};

/** `unreadable`: what was kept is as good as not there. `notKept`: a secret lasts for this run only. */
export type SecretProblem = 'unreadable' | 'notKept';

/** Longest secret, characters: far more than a SAS or a password. */
const MAX_SECRET = 16_384;

/** Secrets in memory and, with a keystore, encrypted in a file. Nothing is read before it is asked for. */
export function createSecretStore({ vault, file, onProblem = () => undefined }: SecretStoreParts): SecretStore {
  const tell = once(onProblem);
  const given = new Map<SecretName, string>();
  const remembered = vault === null ? null : createRememberedSecrets({ vault, file, tell });
  return {
    get canRemember() {
      return vault?.isAvailable() === true;
    },
    get: async (name) => given.get(name) ?? (await remembered?.read())?.get(name) ?? null,
    set: async (name, value, options = {}) => {
      if (value === '' || value.length > MAX_SECRET) throw new AppError('requestInvalid', { field: name });
      given.set(name, value);
      if (options.isForThisRun === true) return;
      // Without a place to keep it, it lasts for this run.
      await remembered?.keep(name, value).catch(() => tell('notKept'));
    },
    forget: async (name) => {
      given.delete(name);
      await remembered?.forget(name);
    },
    view: () => viewAll(given, remembered),
  };
}

async function viewAll(
  given: ReadonlyMap<SecretName, string>,
  remembered: RememberedSecrets | null,
): Promise<readonly SecretFacts[]> {
  const kept = (await remembered?.read()) ?? new Map<SecretName, string>();
  return SECRET_NAMES.map((name) => {
    const value = given.get(name) ?? kept.get(name);
    return { name, isSet: value !== undefined, isRemembered: value !== undefined && kept.get(name) === value };
  });
}

function once(listener: (reason: SecretProblem) => void): (reason: SecretProblem) => void {
  const told = new Set<SecretProblem>();
  return (reason) => {
    if (told.has(reason)) return;
    told.add(reason);
    listener(reason);
  };
}
