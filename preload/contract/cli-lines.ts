import { z } from 'zod';
import { ERROR_CODES, ErrorParams } from './errors.ts';
import { JobId } from './ids.ts';
import { ImportStatistics, Receipt, TransferProgress } from './job.ts';
import { CandidateView, Contents } from './pst.ts';
import { JOB_STATES } from './states.ts';

/** One line of `--json` output. Scripts depend on these: fields are added, never renamed or removed. */
export const CliLine = z.discriminatedUnion('kind', [
  CandidateView.omit({ id: true }).extend({ kind: z.literal('candidate') }),
  z.object({ kind: z.literal('scanned'), folders: z.number(), files: z.number(), denied: z.number() }),
  Contents.extend({ kind: z.literal('contents'), path: z.string() }),
  z.object({ kind: z.literal('state'), job: JobId, file: z.string(), state: z.enum(JOB_STATES) }),
  TransferProgress.omit({ secondsLeft: true }).extend({ kind: z.literal('progress'), job: JobId }),
  ImportStatistics.extend({ kind: z.literal('statistics'), job: JobId }),
  Receipt.extend({ kind: z.literal('receipt') }),
  z.object({ kind: z.literal('check'), name: z.string(), ok: z.boolean(), detail: z.string() }),
  z.object({
    kind: z.literal('error'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    file: z.string().optional(),
    params: ErrorParams.optional(),
  }),
]);
export type CliLine = z.infer<typeof CliLine>;

/** How the command line ends. */
export const EXIT_CODES = {
  done: 0,
  doneWithSkips: 2,
  failed: 3,
  blocked: 4,
  usage: 64,
  cancelled: 130,
} as const;
