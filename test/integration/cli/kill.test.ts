import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenantClient } from '../../../main/import/sandbox/client.ts';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { linesOf, runCli, startCli } from '../../support/cli/run-cli.ts';
import { largeMailbox, writePst } from '../../support/pst-writer/index.ts';
import { type CountingProxy, startCountingProxy } from '../../support/sandbox/counting-proxy.ts';
import { startLocalTenant } from '../../support/sandbox/start.ts';

const MIB = 2 ** 20;
const KILLS = 10;
/** What may be under way when a process is killed: the uploader's requests at once times its block size. */
const MAX_RESENT_BYTES = 16 * 8 * MIB;

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
let proxy: CountingProxy;
let tenant: Tenant;
let tenantFile: string;

beforeAll(async () => {
  temporary = await temporaryFolder();
  folder = temporary.path;
  const reach = async (endpoint: string) => {
    proxy = await startCountingProxy(endpoint);
    return proxy.endpoint;
  };
  tenant = await startLocalTenant(join(folder, 'tenant'), undefined, reach);
  tenantFile = join(folder, 'tenant.json');
  await writeFile(tenantFile, JSON.stringify({ endpoint: tenant.endpoint, token: tenant.token }));
});

afterAll(async () => {
  await tenant?.stop();
  await proxy?.close();
  await temporary?.remove();
});

/** A file of about 256 MiB, another one for each moment: one that was moved before would find its blocks at the store. */
async function largePst(moment: number): Promise<string> {
  const path = join(folder, `large-${moment}.pst`);
  // One item beyond what a mailbox takes: it is skipped, so that the test is about the upload alone.
  await writePst(path, largeMailbox({ attachmentBytes: 256 * MIB + moment * 65_536, attachments: 1 }));
  return path;
}

async function hashOf(stream: NodeJS.ReadableStream): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return hash.digest('hex');
}

async function hashOfBlob(blob: string): Promise<string> {
  const client = createTenantClient(tenant);
  const name = blob.slice(blob.indexOf('/') + 1);
  const { blobUri, sasToken } = await client.sasFor(name, 'import', AbortSignal.timeout(10_000));
  const { readableStreamBody } = await new BlobClient(`${blobUri}?${sasToken}`).download();
  if (!readableStreamBody) throw new Error('no body');
  return hashOf(readableStreamBody);
}

describe('kill -9 in the middle of a 256 MiB upload', () => {
  it.each(Array.from({ length: KILLS }, (_, index) => index + 1))(
    'moment %i of 10: the next run ends with the same bytes and re-sends no more than was under way',
    { timeout: 120_000 },
    async (moment) => {
      const pst = await largePst(moment);
      const { size } = await stat(pst);
      const before = { ...proxy.counted };
      const args = ['--state', join(folder, `state-${moment}`), '--json'];
      const env = { PST_FERRY_TENANT: tenantFile };
      const first = startCli(['migrate', pst, '--mailbox', 'ann@contoso.example', ...args], env);
      proxy.onAccepted = ({ acceptedBytes }) => {
        if (acceptedBytes - before.acceptedBytes >= (size * moment) / (KILLS + 1)) first.child.kill('SIGKILL');
      };
      expect((await first.ended).code).toBeNull();
      proxy.onAccepted = () => undefined;

      const second = await runCli(['resume', ...args], env);
      const [receipt] = linesOf(second, 'receipt');
      expect({ code: second.code, state: receipt?.state, commits: proxy.counted.commits - before.commits }).toEqual({
        code: 2,
        state: 'doneWithSkips',
        commits: 1,
      });
      const hash = await hashOf(createReadStream(pst));
      expect({ receipt: receipt?.sha256, blob: await hashOfBlob(receipt?.blob ?? '') }).toEqual({
        receipt: hash,
        blob: hash,
      });
      const resentBytes = proxy.counted.blockBytes - before.blockBytes - size;
      console.info(`killed at ${moment}/11: ${resentBytes} bytes sent again`);
      expect(resentBytes).toBeGreaterThanOrEqual(0);
      expect(resentBytes).toBeLessThanOrEqual(MAX_RESENT_BYTES);
      await rm(pst);
    },
  );
});
