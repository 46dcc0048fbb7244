import { AppError, SECRET_NAMES, type SecretName } from '../../preload/contract/index.ts';
import type { ConnectionSetting } from '../settings/connection.ts';
import type { SecretStore } from '../settings/secrets.ts';
import { acceptSas, type SasName } from './connection-secrets.ts';

/** Secrets as they were given for one run, such as texts of files. */
export type GivenSecrets = Readonly<Partial<Record<SecretName, string>>>;

type Use = { readonly setting: ConnectionSetting; readonly secrets: SecretStore; readonly nowMs: number };

/**
 * Uses secrets in this run and keeps none of them. An address that came with the SAS to upload names the container where
 * none is set. @throws AppError sasInvalid, also when one is of another container; connectionManaged, stateUnwritable
 */
export async function takeGiven(given: GivenSecrets, { setting, secrets, nowMs }: Use): Promise<void> {
  for (const name of SECRET_NAMES) {
    const text = given[name];
    if (text === undefined) continue;
    const value = name === 'certificatePassword' ? withoutLineEnd(text) : tokenOf(name, text, { setting, nowMs });
    await secrets.set(name, value, { isForThisRun: true });
  }
}

function tokenOf(name: SasName, text: string, { setting, nowMs }: Pick<Use, 'setting' | 'nowMs'>): string {
  const { container, sasToken } = acceptSas(name, text, nowMs);
  if (container !== null) acceptContainer(container, name, setting);
  return sasToken;
}

/** A password as it was typed: the end of the line it was read from is no part of it. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/**
 * Makes sure that a SAS is of the container of the connection; the one to upload names it where none is set.
 * @returns true when it was named just now @throws AppError sasInvalid, connectionManaged, stateUnwritable
 */
export function acceptContainer(container: string, name: SecretName, setting: ConnectionSetting): boolean {
  const { connection } = setting.get();
  const known = connection && 'container' in connection ? connection.container : null;
  if (known === container) return false;
  if (known !== null || name !== 'uploadSas' || !connection || !('container' in connection)) {
    throw new AppError('sasInvalid', {
      reason: 'otherContainer',
      container: nameOf(container),
      expected: nameOf(known),
    });
  }
  setting.set({ ...connection, container });
  return true;
}

function nameOf(container: string | null): string {
  return container?.split('/').at(-1) ?? '';
}
