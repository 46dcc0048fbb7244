import { AppError, Connection } from '../../preload/contract/index.ts';
import { createManagedStore, isManaged, type Policy } from './policy.ts';
import { loadPreferences, type PreferenceStore } from './preferences.ts';

/** Where mail goes, as it is set. */
export type ConnectionSetting = {
  /** `connection` is the sandbox where nothing is set, null where there is none; managed: by the organisation's policy. */
  get(): { readonly connection: Connection | null; readonly isManaged: boolean };
  /** @throws AppError connectionManaged; requestInvalid for the sandbox where there is none, or what is no connection; stateUnwritable */
  set(connection: Connection): void;
};

export type ConnectionSettingParts = {
  readonly preferences: PreferenceStore;
  readonly policy: Policy;
  /** Whether the embedded tenant is part of this product. */
  readonly hasSandbox: boolean;
};

const SANDBOX: Connection = { engine: 'sandbox' };

/** The setting in a store, or in the policy where that has it. */
export function createConnectionSetting({
  preferences,
  policy,
  hasSandbox,
}: ConnectionSettingParts): ConnectionSetting {
  const store = createManagedStore(preferences, policy);
  const isUsable = (connection: Connection) => connection.engine !== 'sandbox' || hasSandbox;
  return {
    get: () => {
      const { connection } = loadPreferences(store);
      const usable = connection !== null && isUsable(connection) ? connection : null;
      // A policy that cannot be followed is not to be replaced by practice.
      const otherwise = hasSandbox && connection === null ? SANDBOX : null;
      return { connection: usable ?? otherwise, isManaged: isManaged(policy, 'connection') };
    },
    set: (connection) => {
      if (isManaged(policy, 'connection')) throw new AppError('connectionManaged');
      const parsed = Connection.safeParse(connection);
      if (!parsed.success) {
        throw new AppError('requestInvalid', { field: (parsed.error.issues[0]?.path ?? []).map(String).join('.') });
      }
      if (!isUsable(parsed.data)) throw new AppError('requestInvalid', { field: 'engine' });
      store.write('connection', parsed.data);
    },
  };
}
