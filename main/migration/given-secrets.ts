import { AppError, type Connection, SECRET_NAMES, type SecretName } from '../../preload/contract/index.ts';
import type { ConnectionSetting } from '../settings/connection.ts';
import type { SecretStore } from '../settings/secrets.ts';
import { acceptSas } from './connection-secrets.ts';

/** Secrets as they were given for one run, such as texts of files. */
export type GivenSecrets = Readonly<Partial<Record<SecretName, string>>>;

type Use = { readonly setting: ConnectionSetting; readonly secrets: SecretStore; readonly nowMs: number };

/**
 * Uses secrets in this run and keeps none of them.
 * @returns the setting of this run: an address that came with the SAS to upload names the container where none is set
 * @throws AppError sasInvalid, also when one is of another container
 */
export async function takeGiven(given: GivenSecrets, { setting, secrets, nowMs }: Use): Promise<ConnectionSetting> {
  let named = setting;
  for (const name of SECRET_NAMES) {
    const text = given[name];
    if (text === undefined) continue;
    if (name === 'certificatePassword') {
      await secrets.set(name, withoutLineEnd(text), { isForThisRun: true });
      continue;
    }
    const { container, sasToken } = acceptSas(name, text, nowMs);
    const { connection } = named.get();
    if (container !== null && !isOfContainer(container, connection)) {
      if (name !== 'uploadSas' || containerOf(connection) !== null) throw otherContainer(container, connection);
      named = nameContainer(named, withContainer(connection, container));
    }
    await secrets.set(name, sasToken, { isForThisRun: true });
  }
  return named;
}

function nameContainer(setting: ConnectionSetting, connection: Connection): ConnectionSetting {
  let isOwn = true;
  return {
    get: () => (isOwn ? { ...setting.get(), connection } : setting.get()),
    set: (next) => {
      setting.set(next);
      isOwn = false;
    },
  };
}

/** A password as it was typed: the end of the line it was read from is no part of it. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** True when that is the container of the connection, however its address is spelt. */
export function isOfContainer(container: string, connection: Connection | null): boolean {
  const known = containerOf(connection);
  return known !== null && new URL(container).href === new URL(known).href;
}

/** The same connection over that container. @throws AppError sasInvalid for one that uses none */
export function withContainer(connection: Connection | null, container: string): Connection {
  if (connection === null || !('container' in connection)) throw otherContainer(container, connection);
  return { ...connection, container };
}

/** Why a SAS cannot be used over the connection. */
export function otherContainer(container: string, connection: Connection | null): AppError {
  const known = containerOf(connection);
  return new AppError('sasInvalid', {
    reason: 'otherContainer',
    container: placeOf(container),
    expected: known === null ? '' : placeOf(known),
  });
}

function containerOf(connection: Connection | null): string | null {
  return connection && 'container' in connection ? connection.container : null;
}

/** Host and container, which a person can compare. */
function placeOf(container: string): string {
  const { host, pathname } = new URL(container);
  return `${host}${pathname}`;
}
