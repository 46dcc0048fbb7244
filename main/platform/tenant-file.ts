import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../preload/contract/index.ts';

/** Where an embedded tenant is reached. `token` is a secret. */
const TenantAddress = z.object({ endpoint: z.url(), token: z.string().min(1) });
export type TenantAddress = z.infer<typeof TenantAddress>;

/** Reads the address of a tenant that runs elsewhere. @throws AppError tenantUnavailable when the file is missing or wrong. */
export async function readTenantFile(path: string): Promise<TenantAddress> {
  const parsed = TenantAddress.safeParse(
    await readFile(path, 'utf8')
      .then(JSON.parse)
      .catch(() => null),
  );
  if (!parsed.success) throw new AppError('tenantUnavailable', { reason: 'the tenant file is missing or wrong' });
  return parsed.data;
}
