import { AppError } from '../../preload/contract/index.ts';
import { followImport, startImport } from './import-step.ts';
import type { ActivePhase } from './job.ts';
import type { StepContext } from './step-context.ts';
import { checkAndUpload } from './upload-step.ts';

/**
 * Does what the job's phase asks for next, up to the next phase.
 * @throws AppError for what a person can act on, the signal's reason when stopped.
 */
export async function takeStep(phase: ActivePhase, context: StepContext): Promise<void> {
  const { engine } = context.job();
  // Its blob and its request are in another place than the one that is connected now.
  if (engine !== context.ports.engine.kind) throw new AppError('connectionOther', { engine });
  switch (phase.kind) {
    case 'queued':
    case 'checking':
    case 'uploading':
      return checkAndUpload(context);
    case 'uploaded':
      return startImport(phase.upload, context);
    case 'importing':
      return followImport(phase, context);
  }
}
