import { SECRET_NAMES, type SecretName } from '../../preload/contract/index.ts';
import type { SecretStore } from './secrets.ts';

/** The same secrets with some given for this run alone, as on a command line: those come first and are never kept. */
export function withTemporarySecrets(
  store: SecretStore,
  values: Readonly<Partial<Record<SecretName, string>>>,
): SecretStore {
  const given = new Map<SecretName, string>();
  for (const name of SECRET_NAMES) {
    const value = values[name];
    if (value !== undefined) given.set(name, value);
  }
  return {
    get canRemember() {
      return store.canRemember;
    },
    get: async (name) => given.get(name) ?? store.get(name),
    set: async (name, value) => {
      await store.set(name, value);
      given.delete(name);
    },
    forget: async (name) => {
      given.delete(name);
      await store.forget(name);
    },
    view: async () =>
      (await store.view()).map((facts) =>
        given.has(facts.name) ? { ...facts, isSet: true, isRemembered: false } : facts,
      ),
  };
}
