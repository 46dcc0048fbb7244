import { isFinal, type JobId } from '../../preload/contract/index.ts';
import type { CommittedUpload, Job, JobPhase, UploadMemory } from './job.ts';
import type { CheckedSource } from './ports.ts';
import { blobNameOf, reachedIn } from './transition.ts';

/** Where a file is sent to. Blob names never come from file names. */
export type BlobChoice = { readonly blobName: string; readonly replacesJobId: JobId | null };

/**
 * The blob of a job: the one it has; else that of the job which moved this file last, so that only what changed since is
 * sent; else the one its content asks for, in which blocks of another PC may be. `jobs` are all there are.
 */
export function chooseBlob(job: Job, checked: CheckedSource, jobs: Iterable<Job>): BlobChoice {
  const upload = uploadMemoryIn(job.phase);
  if (upload?.blobName) return { blobName: upload.blobName, replacesJobId: upload.replacesJobId };
  const others = [...jobs].filter(({ id }) => id !== job.id);
  const before = lastMoveOf(job, checked, others);
  return before ?? { blobName: checked.contentName, replacesJobId: null };
}

/** The name without its container. */
export function nameInContainer(blob: string): string {
  return blob.slice(blob.indexOf('/') + 1);
}

/** What a job remembers of its upload while that is not finished; null before and after. */
export function uploadMemoryIn(phase: JobPhase): UploadMemory | null {
  const active = phase.kind === 'paused' || phase.kind === 'blocked' ? phase.before : phase;
  return active.kind === 'queued' || active.kind === 'checking' || active.kind === 'uploading' ? active.upload : null;
}

/** Names of its own a job tries. More than one: under the first may be its own commit of an older state of the file. */
export const MAX_OWN_BLOBS = 5;

/** The next blob of its own for a job whose blob turned out to be taken; null after the last. */
export function ownBlobOf(job: Job): BlobChoice | null {
  const names = Array.from({ length: MAX_OWN_BLOBS }, (_, index) => blobNameOf(job.id, index + 1));
  const blobName = names[names.indexOf(uploadMemoryIn(job.phase)?.blobName ?? '') + 1];
  return blobName === undefined ? null : { blobName, replacesJobId: null };
}

function lastMoveOf(job: Job, { signature }: CheckedSource, others: readonly Job[]): BlobChoice | null {
  const [last] = others
    .flatMap((other) => {
      const upload = finishedUploadOf(other);
      const isSame = upload?.signature?.fileId === signature.fileId || other.file.path === job.file.path;
      return upload && isSame ? [{ id: other.id, at: other.changedAt, blobName: nameInContainer(upload.blob) }] : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  // An import under way reads that blob, an upload under way is about to replace it.
  if (!last || others.some((other) => isUsing(other, last.blobName))) return null;
  return { blobName: last.blobName, replacesJobId: last.id };
}

/** What was sent by a job that is over, with its import. */
function finishedUploadOf({ phase }: Job): CommittedUpload | null {
  return isOver(phase) ? reachedIn(phase).upload : null;
}

/** False as long as the service may read the blob: taking an import back may have failed, and a failed one may go on. */
function isOver(phase: JobPhase): boolean {
  if (phase.kind === 'done' || phase.kind === 'doneWithSkips') return true;
  return isFinal(phase.kind) && reachedIn(phase).requestId === null;
}

function isUsing({ phase }: Job, blobName: string): boolean {
  if (isOver(phase)) return false;
  const { upload } = reachedIn(phase);
  return (upload ? nameInContainer(upload.blob) : uploadMemoryIn(phase)?.blobName) === blobName;
}
