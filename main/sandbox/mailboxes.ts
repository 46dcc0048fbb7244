import { join } from 'node:path';
import { AppError } from '../../preload/contract/index.ts';
import { safeFolderName } from './safe-name.ts';

/** The domain of which every address is a mailbox. @see RFC 2606: `.example` belongs to nobody */
const TENANT_DOMAIN = 'contoso.example';

const OFFERED = [`ann@${TENANT_DOMAIN}`, `ben@${TENANT_DOMAIN}`];

/** The mailboxes of the tenant and where they lie on disk. */
export type Mailboxes = {
  /** Addresses to offer, the given ones first. */
  list(): readonly string[];
  /** The address as the tenant keeps it: lower case. @throws AppError importMailboxMissing */
  resolve(address: string): string;
  /** Absolute path of a mailbox's root folder on disk; always inside the tenant's folder. */
  folderOf(place: { readonly mailbox: string; readonly isArchive: boolean; readonly targetRootFolder: string }): string;
};

/** Keeps mailboxes in `folder` (absolute). `given` addresses exist besides all of the tenant's own domain. */
export function createMailboxes(folder: string, given: readonly string[]): Mailboxes {
  const known = [...new Set([...given, ...OFFERED].map((address) => address.trim().toLowerCase()))];
  return {
    list: () => known,
    resolve: (address) => {
      const mailbox = address.trim().toLowerCase();
      if (known.includes(mailbox) || /^[^@]+@contoso\.example$/.test(mailbox)) return mailbox;
      throw new AppError('importMailboxMissing', { mailbox: address });
    },
    folderOf: ({ mailbox, isArchive, targetRootFolder }) => {
      const names = targetRootFolder === '' ? [] : targetRootFolder.split('/');
      const parts = [mailbox.toLowerCase(), isArchive ? 'Archive' : 'Primary', ...names];
      return join(folder, ...parts.map(safeFolderName));
    },
  };
}
