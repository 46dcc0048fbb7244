import { randomBytes } from 'node:crypto';
import type { Refusal } from './block-blob.ts';
import type { StoreOperation } from './fault.ts';

/** What a SAS is given out with. `rights` as in a SAS, e.g. `rcw`; times are milliseconds since 1970 of the store's clock. */
export type Grant = {
  readonly blobName: string;
  readonly rights: string;
  readonly startsAtMs?: number;
  readonly expiresAtMs?: number;
};

const RIGHT_OF: Readonly<Record<StoreOperation, string>> = {
  stage: 'w',
  commit: 'w',
  share: 'w',
  list: 'r',
  facts: 'r',
  download: 'r',
  other: 'r',
};

/** Gives out SAS tokens and knows its own again. */
export class Signatures {
  readonly #grants = new Map<string, Grant>();

  /** A token of a new signature. */
  issue(grant: Grant, nowMs: number): string {
    const signature = randomBytes(32).toString('base64');
    const { expiresAtMs = nowMs + 3_600_000 } = grant;
    this.#grants.set(signature, { ...grant, expiresAtMs });
    const fields = new URLSearchParams({ sv: '2021-12-02', sr: 'b', sp: grant.rights, se: toSasTime(expiresAtMs) });
    if (grant.startsAtMs !== undefined) fields.set('st', toSasTime(grant.startsAtMs));
    fields.set('sig', signature);
    return fields.toString();
  }

  /** Makes every token given out so far worthless. */
  revokeAll(): void {
    this.#grants.clear();
  }

  /** Why a request of that kind is refused at that time; null when it is not. */
  refusalOf(signature: string, blobName: string, operation: StoreOperation, nowMs: number): Refusal | null {
    const grant = this.#grants.get(signature);
    const isValid = grant?.blobName === blobName && isWithin(grant, nowMs);
    if (!grant || !isValid) return { status: 403, code: 'AuthenticationFailed' };
    const mayDo = grant.rights.includes(RIGHT_OF[operation]);
    return mayDo ? null : { status: 403, code: 'AuthorizationPermissionMismatch' };
  }
}

function isWithin({ startsAtMs, expiresAtMs }: Grant, nowMs: number): boolean {
  return (startsAtMs ?? nowMs) <= nowMs && nowMs < (expiresAtMs ?? Number.POSITIVE_INFINITY);
}

/** Tokens have whole seconds. */
function toSasTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
