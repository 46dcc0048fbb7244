import {
  BlobSASPermissions,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  type StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { z } from 'zod';
import { SAS_RIGHTS, type SasAnswer, type SasRights } from './protocol.ts';

/** The one container of the tenant; Purview's staging area has one of this kind as well. */
export const CONTAINER = 'pst';

/** `POST /v1/sas`, checked. A name without slashes is one blob in every tool; null opens the whole container. */
export const SasBody = z.object({
  blobName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
    .nullable(),
  rights: z.enum(SAS_RIGHTS),
});

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An upload goes on within a day or asks again; an import may wait in a queue. */
const LIFETIME_MS: Readonly<Record<SasRights, number>> = {
  upload: DAY_MS,
  uploadWithRead: DAY_MS,
  import: 7 * DAY_MS,
  cleanup: DAY_MS,
};

/** @see learn.microsoft.com/rest/api/storageservices/create-service-sas */
const PERMISSIONS: Readonly<Record<SasRights, string>> = {
  upload: 'cw',
  uploadWithRead: 'rcw',
  import: 'r',
  cleanup: 'dl',
};

/** Clocks differ; a start in the past is what the storage documentation advises. */
const START_SKEW_MS = 15 * MINUTE_MS;

/** First service version whose string-to-sign the emulator and the service agree on for all fields we use. */
const SAS_VERSION = '2021-12-02';

/** A SAS for one blob of the tenant, or for its container. `endpoint` is `http://127.0.0.1:PORT/account`; `nowMs` since 1970 UTC. */
export function createSas(
  request: z.infer<typeof SasBody>,
  tenant: { readonly endpoint: string; readonly credential: StorageSharedKeyCredential },
  nowMs: number,
): SasAnswer {
  const { blobName, rights } = request;
  const query = generateBlobSASQueryParameters(
    {
      containerName: CONTAINER,
      ...(blobName === null
        ? { permissions: ContainerSASPermissions.parse(PERMISSIONS[rights]) }
        : { blobName, permissions: BlobSASPermissions.parse(PERMISSIONS[rights]) }),
      // Loopback speaks plain HTTP.
      protocol: SASProtocol.HttpsAndHttp,
      startsOn: new Date(nowMs - START_SKEW_MS),
      expiresOn: new Date(nowMs + LIFETIME_MS[rights]),
      version: SAS_VERSION,
    },
    tenant.credential,
  );
  const containerUri = `${tenant.endpoint}/${CONTAINER}`;
  const blobUri = blobName === null ? containerUri : `${containerUri}/${encodeURIComponent(blobName)}`;
  return { blobUri, sasToken: query.toString() };
}
