import { z } from 'zod';

const opaqueId = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** One job, for ever. Also the blob's name and the import request's name, so it must never hold a slash. */
export const JobId = opaqueId.brand('JobId');
export type JobId = z.infer<typeof JobId>;

/** One file of the current scan; forgotten when the app ends. */
export const CandidateId = opaqueId.brand('CandidateId');
export type CandidateId = z.infer<typeof CandidateId>;

/** A drive or a folder that can be scanned; forgotten when the app ends. */
export const RootId = opaqueId.brand('RootId');
export type RootId = z.infer<typeof RootId>;
