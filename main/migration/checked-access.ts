import type { SasMode, SasUse } from '../../preload/contract/index.ts';
import { requireSas } from '../upload/sas-check.ts';
import type { Clock, StorageAccess, StorageRights } from './ports.ts';

type Expectation = {
  readonly mode: SasMode;
  /** The container uploads go to. */
  readonly container: string;
  readonly clock: Pick<Clock, 'now'>;
};

const USES: Readonly<Record<StorageRights, SasUse>> = { uploadWithRead: 'upload', import: 'import' };

/**
 * The same permissions, each looked at before anything is done with it: one for another blob, without an end or wider than
 * it has to be is not used.
 */
export function createCheckedAccess(storage: StorageAccess, { mode, container, clock }: Expectation): StorageAccess {
  return {
    grant: async (blobName, rights, signal) => {
      const access = await storage.grant(blobName, rights, signal);
      const expectation = { mode, use: USES[rights], nowMs: clock.now().getTime(), allowedHosts: null };
      requireSas(access, { ...expectation, blob: `${container}/${blobName}` });
      return access;
    },
  };
}
