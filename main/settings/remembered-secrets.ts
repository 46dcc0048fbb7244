import { z } from 'zod';
import { AppError, SECRET_NAMES, type SecretName } from '../../preload/contract/index.ts';
import type { SecretFile, SecretProblem, Vault } from './secrets.ts';

/** What stands in the file once it is decrypted. */
const Kept = z.object({ v: z.literal(1), secrets: z.partialRecord(z.enum(SECRET_NAMES), z.string()) });

/** Secrets the keystore keeps. Changes are made one after the other. */
export interface RememberedSecrets {
  /** All that can be read; none when the keystore is not there. Never rejects. */
  read(): Promise<ReadonlyMap<SecretName, string>>;
  /** @throws when there is no keystore, or the file cannot be written */
  keep(name: SecretName, value: string): Promise<void>;
  /** @throws AppError stateUnwritable */
  forget(name: SecretName): Promise<void>;
}

type Parts = {
  readonly vault: Vault;
  readonly file: SecretFile;
  readonly tell: (problem: SecretProblem) => void;
};

/** `unreadable`: there is something, and it is not for us. It is never written over. */
type State = { readonly secrets: ReadonlyMap<SecretName, string>; readonly isUnreadable: boolean };

/** The secrets in an encrypted file. */
export function createRememberedSecrets({ vault, file, tell }: Parts): RememberedSecrets {
  let state: Promise<State> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const load = (): Promise<State> => {
    // Asked again until it is there: a keystore may open later than the app.
    if (!vault.isAvailable()) return Promise.resolve(NOTHING);
    state ??= readFile(vault, file).then((read) => {
      if (read.isUnreadable) tell('unreadable');
      return read;
    });
    return state;
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const save = async (secrets: ReadonlyMap<SecretName, string>): Promise<void> => {
    const text = JSON.stringify({ v: 1, secrets: Object.fromEntries(secrets) });
    await file.write(await vault.encrypt(text));
    state = Promise.resolve({ secrets, isUnreadable: false });
  };

  const keep = async (name: SecretName, value: string): Promise<void> => {
    const { secrets, isUnreadable } = await load();
    if (!vault.isAvailable()) throw new Error('no keystore');
    if (isUnreadable) await file.setAside();
    await save(new Map([...secrets, [name, value]]));
  };

  const forget = async (name: SecretName): Promise<void> => {
    const { secrets, isUnreadable } = await load();
    const left = new Map([...secrets].filter(([each]) => each !== name));
    // What cannot be read may hold it: then all of it goes, since "forgotten" must be true.
    if (left.size > 0) return left.size === secrets.size ? undefined : save(left);
    if (isUnreadable || secrets.size > 0 || !vault.isAvailable()) {
      await file.remove();
      state = null;
    }
  };

  return {
    read: async () => (await load()).secrets,
    keep: (name, value) => inTurn(() => keep(name, value)),
    forget: (name) =>
      inTurn(() => forget(name)).catch((cause: unknown) => {
        throw new AppError('stateUnwritable', { reason: codeOf(cause) }, { cause });
      }),
  };
}

const NOTHING: State = { secrets: new Map(), isUnreadable: false };

async function readFile(vault: Vault, file: SecretFile): Promise<State> {
  try {
    const bytes = await file.read();
    if (bytes === null) return NOTHING;
    const { secrets } = Kept.parse(JSON.parse(await vault.decrypt(bytes)));
    const known = SECRET_NAMES.flatMap((name) => (secrets[name] === undefined ? [] : [[name, secrets[name]] as const]));
    return { secrets: new Map(known), isUnreadable: false };
  } catch {
    // Whatever failed: the cause may quote what it could not read.
    return { secrets: new Map(), isUnreadable: true };
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
