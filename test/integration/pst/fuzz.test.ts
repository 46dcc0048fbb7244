import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  bundleDamageProgram,
  createDamageReader,
  type DamageResult,
  isAnswer,
  MAX_READ_MS,
} from '../../support/pst-damage/damage-reader.ts';
import { mutate } from '../../support/pst-damage/mutation.ts';
import { soundFiles } from '../../support/pst-damage/sources.ts';

/** How long files are damaged by chance, and the seed of the first: another gives other damage. */
const SECONDS = Number(process.env.PST_FUZZ_SECONDS ?? 30);
const FIRST_SEED = Number(process.env.PST_FUZZ_SEED ?? 1);
const READERS = 2;
const MAX_RSS_BYTES = 300 * 1024 * 1024;
/** Far fewer than slow machines read: less would mean that next to nothing was tried. */
const MIN_FILES_PER_SECOND = 5;
/** More than a few look alike. */
const MAX_TOLD = 10;

const folder = mkdtempSync(join(tmpdir(), 'pst-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

test(
  'a PST damaged by chance neither hangs nor crashes the reader, nor takes its memory, nor is changed',
  async () => {
    const { written, real } = soundFiles(folder);
    const program = await bundleDamageProgram(folder);
    const failures: string[] = [];
    const until = Date.now() + SECONDS * 1000;
    let files = 0;
    const work = async (): Promise<void> => {
      const reader = createDamageReader(program);
      try {
        while (Date.now() < until && failures.length < MAX_TOLD) {
          const seed = FIRST_SEED + files;
          const sourcePath = [...written, ...real][files % (written.length + real.length)] ?? '';
          files += 1;
          const what = failureOf(await reader.read({ sourcePath, seed }));
          if (what !== null) failures.push(describe(sourcePath, seed, what));
        }
      } finally {
        reader.close();
      }
    };
    await Promise.all(Array.from({ length: READERS }, work));
    expect(failures).toEqual([]);
    expect(files).toBeGreaterThan(SECONDS * MIN_FILES_PER_SECOND);
  },
  SECONDS * 1000 + 60_000,
);

function failureOf(result: DamageResult): string | null {
  if (result.failure !== null || !isAnswer(result)) return result.failure;
  if (result.elapsedMs > MAX_READ_MS) return `takes ${result.elapsedMs} ms`;
  if (!result.isUnchanged) return 'was changed';
  if (result.rssBytes > MAX_RSS_BYTES) return `takes ${result.rssBytes} bytes`;
  return result.outcome?.problems.unexpected ? 'has damage that the reader did not foresee' : null;
}

/** Enough to do the same again: the file, the seed, and what that seed does. */
function describe(sourcePath: string, seed: number, what: string): string {
  const { steps } = mutate(readFileSync(sourcePath), seed);
  return `seed ${seed} of ${basename(sourcePath)} ${what}: ${steps.join('; ')}`;
}
