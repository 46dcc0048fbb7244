import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleForNode } from '../../support/platform/bundle.ts';
import {
  bundleDamageProgram,
  createDamageReader,
  type DamageResult,
  isAnswer,
  MAX_READ_MS,
} from '../../support/pst-damage/damage-reader.ts';
import { type DamageKind, damageKinds } from '../../support/pst-damage/index.ts';
import { soundFiles } from '../../support/pst-damage/sources.ts';

/** Children at a time: as many as small machines have processors. */
const READERS = 2;
/** What a process may take at any moment, whatever it reads. */
const MAX_RSS_BYTES = 300 * 1024 * 1024;
const MIN_KINDS = 200;

type Case = { readonly sourcePath: string; readonly kind: DamageKind };
type Found = Case & { readonly result: DamageResult };

const folder = mkdtempSync(join(tmpdir(), 'pst-damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a child that reads damaged files', () => {
  test.each([
    ['hangs', 'for (;;);', 500],
    ['ended with 3', 'process.exit(3);', 30_000],
  ])('is noticed when it %s, and the next one is another', async (failure, work, patienceMs) => {
    const name = `child-${failure.replaceAll(' ', '-')}`;
    const program = await bundleForNode(folder, name, `process.on('message', () => { ${work} });`);
    const reader = createDamageReader(program, patienceMs);
    const job = { sourcePath: '', seed: 1 };
    expect([await reader.read(job), await reader.read(job)]).toEqual(Array(2).fill({ failure, isLost: true }));
    reader.close();
  });
});

describe('files broken on purpose', () => {
  let found: readonly Found[];

  beforeAll(async () => {
    const { written, real } = soundFiles(folder);
    const program = await bundleDamageProgram(folder);
    const cases = [...written, ...real].flatMap((sourcePath) => damageKinds.map((kind) => ({ sourcePath, kind })));
    found = await readAll(program, cases);
  }, 300_000);

  test('are many, each with a name of its own, and each damages some file', () => {
    expect(new Set(damageKinds.map(({ name }) => name)).size).toBe(damageKinds.length);
    expect(damageKinds.length).toBeGreaterThanOrEqual(MIN_KINDS);
    const damaging = new Set(
      found.filter(({ result }) => isAnswer(result) && result.wasDamaged).map(({ kind }) => kind.name),
    );
    expect(damageKinds.map(({ name }) => name).filter((name) => !damaging.has(name))).toEqual([]);
  });

  test('are read to their end within five seconds each, and nothing but damage is reported', () => {
    expect(tell(({ result }) => result.failure)).toEqual([]);
    const slow = tell(({ result }) =>
      isAnswer(result) && result.elapsedMs > MAX_READ_MS ? `${result.elapsedMs} ms` : null,
    );
    expect(slow).toEqual([]);
  });

  test('are judged as what they are', () => {
    const wrong = tell(({ kind, result }) => {
      if (!isAnswer(result) || !result.wasDamaged || result.verdict === null) return null;
      return kind.verdicts.includes(result.verdict) ? null : `${result.verdict}, not ${kind.verdicts.join(' or ')}`;
    });
    expect(wrong).toEqual([]);
  });

  test('are not changed by being read', () => {
    expect(tell(({ result }) => (isAnswer(result) && !result.isUnchanged ? 'changed' : null))).toEqual([]);
  });

  test('take no more memory than sound ones', () => {
    const large = tell(({ result }) =>
      isAnswer(result) && result.rssBytes > MAX_RSS_BYTES ? `${result.rssBytes}` : null,
    );
    expect(large).toEqual([]);
  });

  test('have no damage that the reader did not foresee', () => {
    expect(
      tell(({ result }) => (isAnswer(result) && result.outcome?.problems.unexpected ? 'unexpected' : null)),
    ).toEqual([]);
  });

  function tell(judge: (each: Found) => string | null): readonly string[] {
    return found.flatMap((each) => {
      const what = judge(each);
      return what === null ? [] : [`${basename(each.sourcePath)}, ${each.kind.name}: ${what}`];
    });
  }
});

async function readAll(program: string, cases: readonly Case[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  const waiting = cases.values();
  const work = async (): Promise<void> => {
    const reader = createDamageReader(program);
    try {
      for (const each of waiting) {
        found.push({ ...each, result: await reader.read({ sourcePath: each.sourcePath, kind: each.kind.name }) });
      }
    } finally {
      reader.close();
    }
  };
  await Promise.all(Array.from({ length: READERS }, work));
  return found;
}
