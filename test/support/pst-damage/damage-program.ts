import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { checkHealth } from '../../../main/pst/health-check.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { Verdict } from '../../../preload/contract/index.ts';
import { damageKinds } from './index.ts';
import { mutate } from './mutation.ts';
import { type ReadOutcome, readEverything } from './read-everything.ts';

/** What a child is asked: damage a sound file in a named way, or by chance, and read what came of it. */
export type DamageJob = { readonly sourcePath: string } & ({ readonly kind: string } | { readonly seed: number });

/** What it found. `failure` is what nothing may throw; memory is of the whole process, bytes. */
export type DamageAnswer = {
  readonly verdict: Verdict | null;
  readonly outcome: ReadOutcome | null;
  readonly failure: string | null;
  readonly isUnchanged: boolean;
  readonly wasDamaged: boolean;
  readonly elapsedMs: number;
  readonly rssBytes: number;
  readonly arrayBufferBytes: number;
};

/**
 * Answers jobs of the parent process one by one, each with a file of its own in `folder`.
 * What is asked for is damaged before the clock starts: only reading counts.
 */
export function serveDamage(folder: string): void {
  const sources = new Map<string, Buffer>();
  const path = `${folder}/damaged-${process.pid}.pst`;
  process.on('message', (job: DamageJob) => {
    const source = sources.get(job.sourcePath) ?? readFileSync(job.sourcePath);
    sources.set(job.sourcePath, source);
    const bytes = damage(job, source);
    writeFileSync(path, bytes);
    process.send?.(read(path, { bytes, wasDamaged: !bytes.equals(source), isHashed: 'kind' in job }));
  });
}

function damage(job: DamageJob, source: Buffer): Buffer {
  if ('seed' in job) return mutate(source, job.seed).bytes;
  const kind = damageKinds.find(({ name }) => name === job.kind);
  if (kind === undefined) throw new RangeError(`no damage ${job.kind}`);
  return kind.apply(source);
}

type Read = { readonly bytes: Buffer; readonly wasDamaged: boolean; readonly isHashed: boolean };

function read(path: string, { bytes, wasDamaged, isHashed }: Read): DamageAnswer {
  const before = statSync(path).mtimeMs;
  const started = performance.now();
  let verdict: Verdict | null = null;
  let outcome: ReadOutcome | null = null;
  let failure: string | null = null;
  try {
    verdict = judge(path);
    outcome = readEverything(() => createPstOpener(openPstSource)(path));
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const elapsedMs = performance.now() - started;
  const { rss, arrayBuffers } = process.memoryUsage();
  const isSame = !isHashed || hashOf(readFileSync(path)) === hashOf(bytes);
  const isUnchanged = isSame && statSync(path).mtimeMs === before;
  return {
    verdict,
    outcome,
    failure,
    isUnchanged,
    wasDamaged,
    elapsedMs,
    rssBytes: rss,
    arrayBufferBytes: arrayBuffers,
  };
}

function judge(path: string): Verdict {
  const source = openPstSource(path);
  try {
    return checkHealth(source).verdict;
  } finally {
    source.close();
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
