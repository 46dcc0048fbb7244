/** What the import service of the embedded tenant speaks over loopback HTTP. JSON bodies, bearer token on every request. */

/** `GET /v1/tenant`: who is there. */
export type TenantAnswer = { readonly version: 1; readonly mailboxes: readonly string[] };

/** `POST /v1/requests`: create or, by the same name, continue. Answers `{ requestId }`. */
export type CreateRequest = {
  readonly name: string;
  readonly mailbox: string;
  readonly isArchive: boolean;
  readonly targetRootFolder: string;
  readonly includeFolders: readonly string[];
  readonly excludeFolders: readonly string[];
  readonly blobUri: string;
  readonly sasToken: string;
};

/**
 * `GET /v1/requests/{id}?since=N`: the statistics, at once when their revision is not N, else after a change or 10 s.
 * `POST /v1/requests/{id}/source` with `{ blobUri?, sasToken }`: another permission to read the blob, answers `{}`.
 * `POST /v1/requests/{id}/suspend`, `…/resume`, `DELETE /v1/requests/{id}`: as named, answer `{}`.
 * `POST /v1/sas` with `{ blobName, rights }`: a SAS for one blob, `{ blobUri, sasToken }`.
 * Failures answer 4xx with `{ code, params }` of the contract's error codes.
 */
export type StatisticsAnswer = {
  readonly revision: number;
  readonly statistics: import('../../preload/contract/index.ts').ImportStatistics;
};

/** `GET /v1/requests`: one reading of every request that was not removed. */
export type RequestsAnswer = {
  readonly requests: readonly import('../../preload/contract/index.ts').ImportStatistics[];
};

/** `GET /v1/mailboxes/{address}`. Sizes in bytes, of the mailbox without its archive. */
export type MailboxAnswer = {
  readonly address: string;
  readonly alias: string;
  readonly exchangeGuid: string;
  readonly hasArchive: boolean;
  readonly quotaBytes: number;
  readonly usedBytes: number;
};

/** What a SAS is good for: `upload` creates and writes, `uploadWithRead` also reads back, `import` only reads, `cleanup` lists and deletes. */
export const SAS_RIGHTS = ['upload', 'uploadWithRead', 'import', 'cleanup'] as const;
export type SasRights = (typeof SAS_RIGHTS)[number];

export type SasRequest = { readonly blobName: string | null; readonly rights: SasRights };
export type SasAnswer = { readonly blobUri: string; readonly sasToken: string };
