import { z } from 'zod';
import { WireError } from './errors.ts';

/**
 * What is looked at before a move can be expected to work, in this order; an engine leaves out what does not concern it.
 * `whatIf`: an import request is tried without creating one. `uploadTest`: a few bytes to a blob of their own.
 */
export const PROBE_STEPS = [
  'tenant',
  'powerShell',
  'module',
  'signIn',
  'cmdlets',
  'azureParameters',
  'mailbox',
  'archive',
  'quota',
  'uploadSas',
  'importSas',
  'uploadTest',
  'share',
  'whatIf',
] as const;
export type ProbeStepName = (typeof PROBE_STEPS)[number];

/** `warning`: works, but someone should know. `skipped`: could not be looked at, because of an earlier step. */
export const PROBE_OUTCOMES = ['ok', 'warning', 'failed', 'skipped'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/** One step and what came of it. `detail` is a plain fact without secrets; the error's sentence says what mends it. */
export const ProbeStep = z.object({
  step: z.enum(PROBE_STEPS),
  outcome: z.enum(PROBE_OUTCOMES),
  detail: z.string(),
  error: WireError.nullable(),
});
export type ProbeStep = z.infer<typeof ProbeStep>;
