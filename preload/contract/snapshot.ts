import { z } from 'zod';
import { ENGINE_KINDS } from './connection.ts';
import { Outline } from './contents.ts';
import { CandidateId } from './ids.ts';
import { JobView } from './job.ts';
import { ProbeStep } from './probe.ts';
import { CandidateView, ScanRoot, ScanView } from './pst.ts';

/** The service mail is moved into; null kind while none is set. `sandbox` must be shown plainly as what it is. */
export const TenantView = z.object({
  kind: z.enum(ENGINE_KINDS).nullable(),
  /** Name of the service, such as the organisation signed in to. */
  label: z.string(),
  defaultMailbox: z.string().nullable(),
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
    z.object({ kind: z.literal('tenantChanged'), tenant: TenantView }),
    /** One more step of the look at the connection that was asked for last. */
    z.object({ kind: z.literal('probed'), step: ProbeStep }),
    /** What the sign-in asks of the person, such as a code to type in elsewhere; null when it asks no more. */
    z.object({ kind: z.literal('signInAsks'), text: z.string().nullable() }),
    /** The folders of a file that is being looked into; what it holds follows as the command's answer. */
    z.object({ kind: z.literal('contentsOutlined'), candidateId: CandidateId, outline: Outline }),
  ]),
});
export type FerryEvent = z.infer<typeof FerryEvent>;
export type FerryChange = FerryEvent['change'];
