import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../preload/contract/index.ts';
import { safeFolderName } from './safe-name.ts';

/** The domain of which every address is a mailbox. @see RFC 2606: `.example` belongs to nobody */
const TENANT_DOMAIN = 'contoso.example';

const OFFERED = [`ann@${TENANT_DOMAIN}`, `ben@${TENANT_DOMAIN}`];

const GIBIBYTE = 1024 ** 3;
/** Room of a mailbox, bytes: what most plans of Exchange Online give. */
const QUOTA_BYTES = 100 * GIBIBYTE;
/** Room of a mailbox that is nearly full, and what is left of it, bytes. */
const SMALL_QUOTA_BYTES = 2 * GIBIBYTE;
const SMALL_REST_BYTES = 1024;

/** What is known of a mailbox apart from its mail. */
export type MailboxFacts = {
  readonly address: string;
  /** The part of the address before the `@`. */
  readonly alias: string;
  /** The same for the same address, always. */
  readonly exchangeGuid: string;
  readonly hasArchive: boolean;
  readonly quotaBytes: number;
  /** What lay in it before anything was imported. */
  readonly baseBytes: number;
};

/**
 * The mailboxes of the tenant and where they lie on disk. Some practise failures: an address that begins with `noarchive`
 * has no archive, one that begins with `full` has a kibibyte left, and imports into it fail.
 */
export type Mailboxes = {
  /** Addresses to offer, the given ones first. */
  list(): readonly string[];
  /** The address as the tenant keeps it: lower case. @throws AppError importMailboxMissing */
  resolve(address: string): string;
  /** @throws AppError importMailboxMissing */
  describe(address: string): MailboxFacts;
  /** Absolute path of a mailbox's root folder on disk; always inside the tenant's folder. */
  folderOf(place: { readonly mailbox: string; readonly isArchive: boolean; readonly targetRootFolder: string }): string;
};

/** Keeps mailboxes in `folder` (absolute). `given` addresses exist besides all of the tenant's own domain. */
export function createMailboxes(folder: string, given: readonly string[]): Mailboxes {
  const known = [...new Set([...given, ...OFFERED].map((address) => address.trim().toLowerCase()))];
  const resolve = (address: string) => {
    const mailbox = address.trim().toLowerCase();
    if (known.includes(mailbox) || /^[^@]+@contoso\.example$/.test(mailbox)) return mailbox;
    throw new AppError('importMailboxMissing', { mailbox: address });
  };
  return {
    list: () => known,
    resolve,
    describe: (address) => describe(resolve(address)),
    folderOf: ({ mailbox, isArchive, targetRootFolder }) => {
      const names = targetRootFolder === '' ? [] : targetRootFolder.split('/');
      const parts = [mailbox.toLowerCase(), isArchive ? 'Archive' : 'Primary', ...names];
      return join(folder, ...parts.map(safeFolderName));
    },
  };
}

function describe(address: string): MailboxFacts {
  const isFull = isNearlyFull(address);
  const quotaBytes = isFull ? SMALL_QUOTA_BYTES : QUOTA_BYTES;
  return {
    address,
    alias: address.split('@')[0] ?? '',
    exchangeGuid: toGuid(address),
    hasArchive: !address.startsWith('noarchive'),
    quotaBytes,
    baseBytes: isFull ? quotaBytes - SMALL_REST_BYTES : 0,
  };
}

/** True for mailboxes that take nothing more. */
export function isNearlyFull(address: string): boolean {
  return address.startsWith('full');
}

function toGuid(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
