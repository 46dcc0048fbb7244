import { z } from 'zod';
import { ErrorParams } from './errors.ts';
import { SAS_FINDINGS, SAS_KINDS, SAS_LEVELS, SAS_RESOURCES } from './sas.ts';

/** One thing found about a SAS. Its sentence: `sasFindingSentence`. */
export const SasFinding = z.object({
  level: z.enum(SAS_LEVELS),
  code: z.enum(SAS_FINDINGS),
  params: ErrorParams,
});
export type SasFinding = z.infer<typeof SasFinding>;

/** What a SAS allows, as it is shown: everything of it but the signature. Times are ISO 8601 UTC; null where it does not say. */
export const SasView = z.object({
  sasKind: z.enum(SAS_KINDS),
  resource: z.enum(SAS_RESOURCES),
  host: z.string().nullable(),
  container: z.string().nullable(),
  blob: z.string().nullable(),
  /** The service's letters, such as `cw`; null when a stored policy holds them. */
  rights: z.string().nullable(),
  startsAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  /** Name of the stored access policy. */
  policy: z.string().nullable(),
  version: z.string().nullable(),
  isSigned: z.boolean(),
});
export type SasView = z.infer<typeof SasView>;
