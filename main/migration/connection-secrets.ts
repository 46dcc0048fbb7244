import { AppError, type SasFinding, type SasUse, type SasView, type SecretName } from '../../preload/contract/index.ts';
import type { ImportSource } from '../import/engine.ts';
import type { SecretStore } from '../settings/secrets.ts';
import { NO_SAS, type ParsedSas, parseGrant, parseSas, type SasFacts, viewSas } from '../upload/sas.ts';
import { checkSas } from '../upload/sas-check.ts';
import type { StorageAccess } from './ports.ts';

/** The secrets that are a SAS. */
export type SasName = Exclude<SecretName, 'certificatePassword'>;

/** What each is for. */
export const SAS_USE_OF: Readonly<Record<SasName, SasUse>> = {
  uploadSas: 'upload',
  importSas: 'import',
  cleanupSas: 'cleanup',
};

/** A SAS that may be used. `container` is the address of the container it came with, null when it came alone. */
export type AcceptedSas = {
  readonly view: SasView;
  readonly findings: readonly SasFinding[];
  readonly container: string | null;
  /** A secret. */
  readonly sasToken: string;
};

/**
 * Takes the SAS out of what a person pasted: an address with a SAS, or a SAS alone. What it is worth later is looked at
 * again each time it is used. @throws AppError sasInvalid, its `reason` the code of the worst finding
 */
export function acceptSas(name: SasName, text: string, nowMs: number): AcceptedSas {
  const parts = splitText(text);
  // The text as a whole first: it may be an account key, or several lines.
  const whole = parseSas(text);
  const parsed = whole.kind === 'notSas' ? whole : parseParts(parts);
  const { findings, view } = look(parsed, name, nowMs);
  const refusal = findings.find(({ level }) => level === 'refuse');
  if (refusal) throw new AppError('sasInvalid', { ...refusal.params, reason: refusal.code });
  const container = parts.address === null || parsed.kind !== 'sas' ? null : containerOf(parts.address, parsed.facts);
  return { view, findings, container, sasToken: parts.sasToken };
}

/** What is to be said of a SAS that is kept, for that container. Never throws. */
export function lookAtSas(
  name: SasName,
  { container, sasToken }: { readonly container: string | null; readonly sasToken: string },
  nowMs: number,
): { readonly view: SasView; readonly findings: readonly SasFinding[]; readonly facts: SasFacts | null } {
  const alone = parseSas(sasToken);
  // One for a single file came with that file's address; of the container alone it would seem to lack the file.
  const isOfOneFile = alone.kind === 'sas' && alone.facts.resource === 'blob';
  const parsed = container === null || isOfOneFile ? alone : parseGrant({ blobUri: container, sasToken });
  return { ...look(parsed, name, nowMs), facts: parsed.kind === 'sas' ? parsed.facts : null };
}

function look(parsed: ParsedSas, name: SasName, nowMs: number) {
  if (parsed.kind === 'notSas') return { view: NO_SAS, findings: [parsed.finding] };
  const expectation = { mode: 'technician', use: SAS_USE_OF[name], nowMs, blob: null, allowedHosts: null } as const;
  return { view: viewSas(parsed.facts), findings: checkSas(parsed.facts, expectation) };
}

type Parts = { readonly address: string | null; readonly sasToken: string };

/** The same as requests will be made with it: nothing is left out or looked for elsewhere any more. */
function parseParts({ address, sasToken }: Parts): ParsedSas {
  return address === null ? parseSas(sasToken) : parseGrant({ blobUri: address, sasToken });
}

/** The name a SAS has in a connection string. */
const IN_CONNECTION_STRING = /^(?:[a-z]{5,}=[^;?&]*;)*SharedAccessSignature=([^;]*)/i;

function splitText(text: string): Parts {
  const pasted = text.replace(/^[\s\ufeff"'<]+|[\s"'>]+$/g, '');
  const bare = IN_CONNECTION_STRING.exec(pasted)?.[1] ?? pasted;
  const mark = bare.indexOf('?');
  const isAlone = mark <= 0 || /^&?[\w.-]+=/.test(bare);
  return isAlone
    ? { address: null, sasToken: bare.replace(/^[?&]/, '') }
    : { address: bare.slice(0, mark), sasToken: bare.slice(mark + 1) };
}

/** The part of an address that names the container. Where the host is a number, the account comes first in its path. */
function containerOf(address: string, { address: read }: SasFacts): string | null {
  if (read === null || read.container === null) return null;
  const url = new URL(address);
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const count = read.isNumber || read.isLoopback ? 2 : 1;
  // A file right under the account lies in a container that addresses leave out.
  const isRoot = read.container === '$root' && segments[count - 1] !== '$root';
  const kept = isRoot ? [...segments.slice(0, count - 1), '$root'] : segments.slice(0, count);
  return `${url.protocol}//${url.host}/${kept.join('/')}`;
}

export type ConnectionStorageParts = {
  /** Address of the container; null while it is not known. */
  readonly container: () => string | null;
  readonly secrets: Pick<SecretStore, 'get'>;
};

/**
 * The permissions a person gave, for each blob of their container: what is allowed is what the SAS allows. To be looked at
 * before use by `createCheckedAccess`. Throws also AppError connectionMissing, secretMissing {name}.
 */
export function createConnectionStorage({ container, secrets }: ConnectionStorageParts): StorageAccess {
  return {
    grant: (blobName, rights, signal) => {
      signal.throwIfAborted();
      return grantOf(rights === 'import' ? 'importSas' : 'uploadSas', { container: container(), blobName, secrets });
    },
  };
}

type Wanted = {
  readonly container: string | null;
  readonly blobName: string;
  readonly secrets: Pick<SecretStore, 'get'>;
};

/** The permission of that name for one blob. @throws AppError connectionMissing, secretMissing */
export async function grantOf(name: SasName, { container, blobName, secrets }: Wanted): Promise<ImportSource> {
  if (container === null) throw new AppError('connectionMissing', { reason: 'container' });
  const sasToken = await secrets.get(name);
  if (sasToken === null) throw new AppError('secretMissing', { name });
  return { blobUri: `${container}/${blobName.split('/').map(encodeURIComponent).join('/')}`, sasToken };
}
