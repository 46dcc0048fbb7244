import { z } from 'zod';
import { Outline } from './contents.ts';
import { CandidateId } from './ids.ts';
import { JobView } from './job.ts';
import { CandidateView, ScanRoot, ScanView } from './pst.ts';

/** The service mail is moved into. `sandbox` is the embedded tenant, which must be shown plainly. */
export const TenantView = z.object({
  kind: z.enum(['sandbox']),
  label: z.string(),
  /** Mailboxes to offer; any other address may be typed as well. */
  mailboxes: z.array(z.string()),
});
export type TenantView = z.infer<typeof TenantView>;

/** Everything the window shows, as of event number `seq`. */
export const Snapshot = z.object({
  seq: z.number().int().nonnegative(),
  version: z.string(),
  tenant: TenantView,
  roots: z.array(ScanRoot),
  scan: ScanView,
  candidates: z.array(CandidateView),
  jobs: z.array(JobView),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** One change. Numbers grow by one; a gap means "ask for a snapshot". */
export const FerryEvent = z.object({
  seq: z.number().int().positive(),
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('scanChanged'), scan: ScanView }),
    z.object({ kind: z.literal('candidatesCleared') }),
    /** New files, and files of before of which more is known now: a later view of an id stands for the earlier. */
    z.object({ kind: z.literal('candidatesFound'), candidates: z.array(CandidateView) }),
    /** All places as they are now. */
    z.object({ kind: z.literal('rootsListed'), roots: z.array(ScanRoot) }),
    z.object({ kind: z.literal('jobChanged'), job: JobView }),
    /** The folders of a file that is being looked into; what it holds follows as the command's answer. */
    z.object({ kind: z.literal('contentsOutlined'), candidateId: CandidateId, outline: Outline }),
  ]),
});
export type FerryEvent = z.infer<typeof FerryEvent>;
export type FerryChange = FerryEvent['change'];
