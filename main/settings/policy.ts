import { z } from 'zod';
import { AppError } from '../../preload/contract/index.ts';
import { findSecret } from './find-secret.ts';
import { PREFERENCE_VALUES, type PreferenceStore, type Preferences } from './preferences.ts';
import { readStrictly } from './read-strictly.ts';

const { connection, ...others } = PREFERENCE_VALUES;

/**
 * What an organisation sets for a PC, under the names of the preferences. What it names wins, and cannot be changed by the
 * person. Holds no secrets.
 */
const Policy = z.strictObject({ ...others, connection: connection.unwrap() }).partial();
export type Policy = z.infer<typeof Policy>;

/** The policy of a PC without one. */
export const NO_POLICY: Policy = {};

/**
 * The policy in the text of a file. A wrong one is an error: to leave it out would be to work against the organisation's will.
 * @throws AppError connectionMissing, its `file` and `field` telling where: not valid, or with a secret in it, which the
 *   error does not repeat
 */
export function readPolicy(text: string, file: string): Policy {
  const secret = findSecret(text.replace(/^\ufeff/, ''));
  if (secret) throw refused({ file, field: secret.field, reason: `secret, ${secret.kind}` });
  const read = readStrictly(text, Policy);
  if (!read.isValid) throw refused({ file, field: read.field, reason: read.reason });
  return read.value;
}

type Refusal = { readonly file: string; readonly field: string; readonly reason: string };

/** Names the file, the field and what is wrong with it. */
function refused({ file, field, reason }: Refusal): AppError {
  const place = field === '' ? file : `${file}: ${field}`;
  return new AppError('connectionMissing', { reason: `${place}: ${reason}`, file, field });
}

/** The preferences with what the policy sets in their place; that cannot be written. */
export function createManagedStore(store: PreferenceStore, policy: Policy): PreferenceStore {
  return {
    read: () => {
      const stored = store.read();
      return { ...(typeof stored === 'object' && stored !== null ? stored : {}), ...policy };
    },
    write: (name, value) => {
      if (isManaged(policy, name)) throw new AppError('connectionManaged', { field: name });
      store.write(name, value);
    },
  };
}

/** True for a preference that the policy sets. */
export function isManaged(policy: Policy, name: keyof Preferences): boolean {
  return policy[name] !== undefined;
}
