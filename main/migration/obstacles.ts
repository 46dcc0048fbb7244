import type { AppError, ErrorCode } from '../../preload/contract/index.ts';
import { nameInContainer, uploadMemoryIn } from './blob-name.ts';
import type { Entry } from './entry.ts';
import type { Job } from './job.ts';
import { LOOK_TIMEOUT } from './patient-checker.ts';
import type { RunnerPorts } from './ports.ts';
import { isReplaced, isSameState } from './same-file.ts';
import { reachedIn } from './transition.ts';

/** What a person can remove, beside a drive that is gone. Of each the app can see that it was: by looking, or by trying. */
const SOURCE_OBSTACLES: readonly ErrorCode[] = ['sourceMissing', 'sourceInUse', 'sourceChanged', 'sourceReplaced'];
const ACCESS_OBSTACLES: readonly ErrorCode[] = [
  'uploadExpired',
  'uploadForbidden',
  'uploadContainerMissing',
  'sasInvalid',
  'clockWrong',
  'certificateUntrusted',
  'proxyRefused',
  'importForbidden',
  'importMailboxFull',
  'powerShellMissing',
  'powerShellTooOld',
  'powerShellConstrained',
  'powerShellForbidden',
  'powerShellBroken',
  'moduleMissing',
  'moduleTooOld',
  'moduleNeedsPowerShell',
  'shareMissing',
  'shareForbidden',
  'shareFull',
];

/** What a person removes in the app or by going on: trying by itself would put a sign-in in front of them again and again. */
const PERSON_OBSTACLES: readonly ErrorCode[] = [
  'signInRefused',
  'signInCancelled',
  'roleMissing',
  'importNotSupported',
  'importRefused',
  'secretMissing',
  'connectionMissing',
  'connectionOther',
];

/** Until a look at the file, and until the service is asked again. */
const LOOK_AFTER_MS = 10_000;
const ASK_AFTER_MS = 60_000;

/** What fails again and again is tried ever less often, but often enough for a person who has just mended it. */
const MOST_MS = 600_000;

/** True when a person can remove what stopped the job; everything else ends it. */
export function isObstacle(error: AppError, job: Job): boolean {
  // A file that was never seen is a wrong path; one that was, on a drive that is gone, can come back.
  if (error.code === 'sourceMissing') return error.params.isDriveGone === true && job.file.sizeBytes > 0;
  // A drive that does not answer may do so again.
  if (error.code === 'sourceUnreadable') return error.params.reason === LOOK_TIMEOUT;
  return [SOURCE_OBSTACLES, ACCESS_OBSTACLES, PERSON_OBSTACLES].some((codes) => codes.includes(error.code));
}

/** Notes that a job is about to be blocked; to be called before it is. */
export function countSetback(entry: Entry, code: ErrorCode): void {
  const { sentBytes } = reachedIn(entry.job.phase);
  // A file that keeps changing has always something new to send.
  const isNew = sentBytes > entry.setbacks.sentBytes && code !== 'sourceChanged';
  entry.setbacks = { count: isNew ? 1 : entry.setbacks.count + 1, sentBytes };
}

/** True for a job that goes on by itself once what blocks it is gone. */
export function isWatchable({ job: { phase }, stuck }: Pick<Entry, 'job' | 'stuck'>): boolean {
  if (stuck) return stuck.code === 'stateUnwritable';
  if (phase.kind !== 'blocked') return false;
  const { code } = phase.error;
  return code.startsWith('source') || ACCESS_OBSTACLES.includes(code);
}

type Eyes = Pick<RunnerPorts, 'checker' | 'storage' | 'clock'>;

/** How one look is made: after `looks` others that saw no change. */
type Use = { readonly eyes: Eyes; readonly signal: AbortSignal; readonly looks: number };

/** Waits, then looks once. @returns true when the job may be tried again @throws the signal's reason when aborted */
export async function waitAndLook(entry: Entry, use: Use): Promise<boolean> {
  const { phase } = entry.job;
  if (entry.stuck) return waitForRoom(entry, use);
  if (phase.kind !== 'blocked') return false;
  const look = phase.error.code.startsWith('source') ? lookAtFile : askForAccess;
  return look(entry, phase.error.code, use);
}

/** Whether there is room for records again shows when one is written. */
async function waitForRoom({ setbacks }: Entry, { eyes, signal }: Use): Promise<boolean> {
  await eyes.clock.sleep(distanceMs(ASK_AFTER_MS, setbacks.count), signal);
  return true;
}

type Look = (entry: Entry, code: ErrorCode, use: Use) => Promise<boolean>;

const lookAtFile: Look = async ({ job, setbacks }, code, { eyes, signal, looks }) => {
  const look = () => eyes.checker.check(job.file.path, signal).then(({ signature }) => signature, noAnswer);
  const before = code === 'sourceChanged' ? await look() : null;
  // A look costs nothing and says for sure whether the drive is there.
  const isSure = code === 'sourceMissing' || code === 'sourceReplaced';
  // Each look at a drive that hangs holds up a thread that all files share.
  const count = setbacks.count + (code === 'sourceUnreadable' ? looks : 0);
  await eyes.clock.sleep(isSure ? LOOK_AFTER_MS : distanceMs(LOOK_AFTER_MS, count), signal);
  const now = await look();
  if (!now) return false;
  // Still being written to.
  if (code === 'sourceChanged' && (!before || !isSameState(before, now))) return false;
  return !isReplaced(uploadMemoryIn(job.phase)?.signature ?? null, now);
};

/** Whether another permission helps, or a trust or a clock was mended, shows when it is used; here, whether there is one. */
const askForAccess: Look = async ({ job, setbacks }, _code, { eyes, signal }) => {
  await eyes.clock.sleep(distanceMs(ASK_AFTER_MS, setbacks.count), signal);
  const { upload } = reachedIn(job.phase);
  const blobName = upload ? nameInContainer(upload.blob) : uploadMemoryIn(job.phase)?.blobName;
  if (!blobName) return true;
  return (await eyes.storage.grant(blobName, upload ? 'import' : 'uploadWithRead', signal).catch(noAnswer)) !== null;
};

/** Nothing to go on with yet. A bug here would be thrown again, and reported, by the step that is waited for. */
function noAnswer(): null {
  return null;
}

function distanceMs(firstMs: number, count: number): number {
  return Math.min(MOST_MS, firstMs * 2 ** Math.max(0, count - 1));
}
