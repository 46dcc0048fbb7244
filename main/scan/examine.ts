import { createHash } from 'node:crypto';
import { isMovable, type PstHealth } from '../../preload/contract/index.ts';
import { codeOf, hasVanished, isPstName } from './folder-rules.ts';
import {
  type FileFacts,
  type FileJudge,
  type FileMarks,
  type FileTree,
  type FileVerdict,
  type MarkReader,
  UNKNOWN_MARKS,
} from './ports.ts';
import type { FoundFile } from './scan-event.ts';
import { withFile } from './with-file.ts';

/** What looking at files needs. `known` holds what an earlier scan found, by file id. */
export type Examination = {
  readonly tree: FileTree;
  readonly judge: FileJudge;
  readonly marks: MarkReader;
  readonly known: ReadonlyMap<string, FoundFile>;
};

/** `isAsked`: by its path, so it counts whatever its name and content. */
type Place = { readonly path: string; readonly name: string; readonly isAsked: boolean };
type Content = FileVerdict & Pick<FoundFile, 'headHash' | 'recordKey'>;

/** These come and go without a trace in the file: such a file is looked at anew. */
const PASSING: readonly PstHealth[] = ['inUse', 'unreadable', 'otherAccount', 'cloudOnly'];

/**
 * What a scan says of one file, opened at most once; null for one that does not count: gone since it was listed, or
 * neither named as a PST nor a store. Bytes that are kept elsewhere are never asked for; where the system does not tell,
 * those of a file that takes less room than its size are not either, which also holds back one that NTFS compresses. Of
 * a known file that has not changed one byte is read, because another program may hold it by now.
 */
export async function examineFile(place: Place, facts: FileFacts, means: Examination): Promise<FoundFile | null> {
  const needsContent = !place.isAsked && !isPstName(place.name);
  // Too short for any store; many files of a deep scan end here.
  if (needsContent && facts.sizeBytes < means.judge.headBytes) return null;
  const marks = await means.marks.read(place.path, facts);
  const content = await learnContent(place.path, { facts, marks }, means);
  if (content === null || (needsContent && !countsByContent(place.name, content))) return null;
  return describe(place, { facts, marks, content });
}

/** What a scan says of a match that it cannot even look at; null when nothing but its content could make it one. */
export function examineUnseen(place: Place, error: unknown): FoundFile | null {
  if (!place.isAsked && !isPstName(place.name)) return null;
  const facts = { sizeBytes: 0, modifiedMs: 0, fileId: '', isHollow: false, isPartial: false };
  return describe(place, { facts, marks: UNKNOWN_MARKS, content: refused(error, UNKNOWN_MARKS) });
}

type Learnt = { readonly facts: FileFacts; readonly marks: FileMarks; readonly content: Content };

function describe({ path, name }: Place, { facts, marks, content }: Learnt): FoundFile {
  const { sizeBytes, modifiedMs, fileId } = facts;
  const { isEncrypted, owner } = marks;
  const isRenamed = !isPstName(name);
  return { path, name, sizeBytes, modifiedMs, fileId, ...content, isRenamed, isEncrypted, owner };
}

async function learnContent(
  path: string,
  { facts, marks }: Omit<Learnt, 'content'>,
  { tree, judge, known }: Examination,
): Promise<Content | null> {
  if (isKeptElsewhere(facts, marks)) return unread('cloudOnly');
  const before = known.get(facts.fileId);
  const same = before && isUnchanged(before, facts) ? contentOf(before) : null;
  try {
    if (same === null) return await readContent(path, facts.sizeBytes, { tree, judge });
    await touch(path, tree);
    return same;
  } catch (error) {
    if (hasVanished(error, path)) return null;
    const { health } = refused(error, marks);
    if (same === null) return unread(health);
    // What cannot be moved anyway cannot be moved by waiting for another program either.
    return isMovable(same.health) ? { ...same, health } : same;
  }
}

/** True when reading the file would, or may, fetch its bytes from a cloud service. */
export function isKeptElsewhere({ isHollow, isPartial }: FileFacts, { isCloudOnly }: FileMarks): boolean {
  return isHollow || (isCloudOnly ?? isPartial);
}

/** Outlook lets a file that it holds be opened, and refuses the first read. @throws the file system's own error */
async function touch(path: string, tree: FileTree): Promise<void> {
  await withFile(tree, path, (file) => file.read(0, 1));
}

function readContent(
  path: string,
  sizeBytes: number,
  { tree, judge }: Pick<Examination, 'tree' | 'judge'>,
): Promise<Content> {
  return withFile(tree, path, async (file) => {
    const head = await file.read(0, judge.headBytes);
    const verdict = judge.check(head, sizeBytes);
    if (!judge.isStore(head)) return { ...pick(verdict), headHash: null, recordKey: null };
    const headHash = createHash('sha256').update(head).digest('hex');
    // What else is wrong with a file must not hide what its header says.
    const recordKey = await judge.readRecordKey(head, file).catch(() => null);
    return { ...pick(verdict), headHash, recordKey };
  });
}

/** A judge may say more than a verdict holds. */
function pick({ format, health, kind }: FileVerdict): FileVerdict {
  return { format, health, kind };
}

function contentOf({ headHash, recordKey, ...rest }: FoundFile): Content {
  return { ...pick(rest), headHash, recordKey };
}

function isUnchanged(before: FoundFile, now: FileFacts): boolean {
  const isSame = before.sizeBytes === now.sizeBytes && before.modifiedMs === now.modifiedMs;
  return isSame && !PASSING.includes(before.health);
}

/** Without its name only its first bytes speak for a file. A cache of a mailbox that is named as one is no find. */
function countsByContent(name: string, { headHash, health }: Content): boolean {
  return headHash !== null && !(health === 'ost' && name.toLowerCase().endsWith('.ost'));
}

/** Windows tells a file that another program keeps for itself, and a range it has locked, by the same code. */
function refused(error: unknown, { isEncrypted }: FileMarks): Content {
  const code = codeOf(error);
  if (code === 'EBUSY') return unread('inUse');
  return unread(isEncrypted && (code === 'EACCES' || code === 'EPERM') ? 'otherAccount' : 'unreadable');
}

function unread(health: PstHealth): Content {
  return { format: 'unknown', health, kind: null, headHash: null, recordKey: null };
}
