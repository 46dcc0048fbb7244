import { z } from 'zod';
import { CleanupEntry } from './cleanup.ts';
import { ConnectionView } from './connection.ts';
import { Contents, HealthCheck, Overlap } from './contents.ts';
import { ERROR_CODES, ErrorParams } from './errors.ts';
import { JobId } from './ids.ts';
import { ImportStatistics, Receipt, TransferProgress } from './job.ts';
import { PROBE_OUTCOMES } from './probe.ts';
import { CandidateView, CopyOf, ScanRoot } from './pst.ts';
import { SasFinding, SasView } from './sas-view.ts';
import { JOB_STATES } from './states.ts';

/** One line of `--json` output. Scripts depend on these: fields are added, never renamed or removed. */
export const CliLine = z.discriminatedUnion('kind', [
  ScanRoot.omit({ id: true, kind: true }).extend({ kind: z.literal('drive'), driveKind: ScanRoot.shape.kind }),
  CandidateView.omit({ id: true, kind: true, copyOf: true }).extend({
    kind: z.literal('candidate'),
    /** What a file that is no PST is instead. */
    fileKind: CandidateView.shape.kind,
    copyOf: CopyOf.omit({ id: true }).nullable(),
  }),
  /** A folder that could not be read; `reason` is the system's code. */
  z.object({ kind: z.literal('denied'), path: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('scanned'), folders: z.number(), files: z.number(), denied: z.number() }),
  Contents.extend({ kind: z.literal('contents'), path: z.string() }),
  HealthCheck.extend({ kind: z.literal('health'), path: z.string() }),
  /** How many of the `items` in `path` the file `other` holds as well. */
  Overlap.omit({ id: true, problem: true }).extend({ kind: z.literal('overlap'), path: z.string(), other: z.string() }),
  z.object({ kind: z.literal('state'), job: JobId, file: z.string(), state: z.enum(JOB_STATES) }),
  TransferProgress.omit({ secondsLeft: true }).extend({ kind: z.literal('progress'), job: JobId }),
  ImportStatistics.extend({ kind: z.literal('statistics'), job: JobId }),
  Receipt.extend({ kind: z.literal('receipt') }),
  /** `outcome` and `advice` are given for the steps of a connection's test. */
  z.object({
    kind: z.literal('check'),
    name: z.string(),
    ok: z.boolean(),
    detail: z.string(),
    outcome: z.enum(PROBE_OUTCOMES).optional(),
    advice: z.string().optional(),
  }),
  /** An import request that is watched, whoever started it. */
  ImportStatistics.extend({ kind: z.literal('import') }),
  CleanupEntry.extend({ kind: z.literal('blob') }),
  /** Where mail goes; of secrets only whether they are there and what they allow. */
  ConnectionView.extend({ kind: z.literal('connection') }),
  SasView.extend({ kind: z.literal('sas'), isAccepted: z.boolean() }),
  /** One thing to say about the SAS; `message` is its sentence. */
  SasFinding.extend({ kind: z.literal('sasFinding'), message: z.string() }),
  z.object({
    kind: z.literal('error'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    file: z.string().optional(),
    params: ErrorParams.optional(),
  }),
]);
export type CliLine = z.infer<typeof CliLine>;
