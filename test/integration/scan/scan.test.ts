import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileTree } from '../../../main/platform/file-tree.ts';
import { checkHeader, HEADER_BYTES, isStoreHead } from '../../../main/pst/header.ts';
import { readRecordKey } from '../../../main/pst/record-key.ts';
import type { FileJudge } from '../../../main/scan/ports.ts';
import { scan } from '../../../main/scan/scan.ts';
import type { ScanEvent, ScanInput } from '../../../main/scan/scan-event.ts';
import { startCli } from '../../support/cli/run-cli.ts';
import { allOf, endOf, fakeMarks, filesOf, inputOf, pathsOf } from '../../support/scan/run-scan.ts';
import { pstHeader } from '../../unit/main/pst/pst-header.ts';

let top: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'scan-')));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const judge: FileJudge = { headBytes: HEADER_BYTES, check: checkHeader, isStore: isStoreHead, readRecordKey };

function collect(roots: readonly string[], change: Partial<ScanInput> = {}): Promise<readonly ScanEvent[]> {
  const { signal } = new AbortController();
  return allOf(scan(inputOf({ roots, ...change }), { tree: createFileTree(), judge, marks: fakeMarks(), signal }));
}

const allPathsOf = (events: readonly ScanEvent[]) =>
  [...pathsOf(events), ...events.flatMap((event) => (event.kind === 'foundAgain' ? [event.path] : []))].sort();

/** A name a file system takes and a path can spell. */
const names = fc.oneof(
  fc.constantFrom(
    'a',
    'B',
    'mail.pst',
    'MAIL.PST',
    'x.Pst',
    '.pst',
    'é',
    'e\u0301',
    '💌.pst',
    ' a ',
    '\n',
    'p.pst.bak',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isFileName),
);

function isFileName(name: string): boolean {
  const isSpecial = name === '.' || name === '..' || /[/\0\uFFFD]/.test(name);
  return !isSpecial && Buffer.byteLength(name) <= 200 && name.isWellFormed();
}

type Plan = { readonly folder: readonly string[]; readonly name: string; readonly kind: 'file' | 'hard' | 'soft' };
const plans: fc.Arbitrary<readonly Plan[]> = fc.array(
  fc.record({
    folder: fc.array(names, { maxLength: 4 }),
    name: names,
    kind: fc.constantFrom('file' as const, 'file' as const, 'hard' as const, 'soft' as const),
  }),
  { maxLength: 25 },
);

/** Puts down what can be: a name may be taken, or a folder may stand where a file was to be. */
function build(root: string, plan: readonly Plan[]): void {
  const made: string[] = [];
  for (const { folder, name, kind } of plan) {
    const path = join(root, ...folder, name);
    try {
      mkdirSync(join(root, ...folder), { recursive: true });
      const old = made.at(-1);
      if (kind === 'soft') symlinkSync(root, path);
      else if (kind === 'hard' && old) linkSync(old, path);
      else writeFileSync(path, 'not a PST', { flag: 'wx' });
      if (kind === 'file') made.push(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    }
  }
}

function findPaths(root: string): readonly string[] {
  const output = execFileSync('find', [root, '-type', 'f', '-iname', '*.pst', '-print0'], { encoding: 'utf8' });
  return output.split('\0').filter(Boolean).sort();
}

const inodeOf = (path: string) => statSync(path, { bigint: true }).ino;

describe.skipIf(process.platform === 'win32')('beside `find`', () => {
  test('the same files are found, each real one once, and all the paths', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        round += 1;
        const root = join(top, String(round));
        mkdirSync(root);
        build(root, plan);
        const events = await collect([root]);
        const found = pathsOf(events);
        const expected = findPaths(root);
        expect(allPathsOf(events)).toEqual(expected);
        expect(found.map(inodeOf).sort()).toEqual([...new Set(expected.map(inodeOf))].sort());
      }),
      { numRuns: 60 },
    );
  });
});

test('a real tree: good and bad files, links in circles, long and strange names', async () => {
  const deep = join(top, ...Array.from({ length: 15 }, () => 'd'.repeat(250)));
  mkdirSync(deep, { recursive: true });
  symlinkSync(top, join(top, 'loop'));
  const files: Record<string, string | Uint8Array> = {
    [join(deep, 'deep.pst')]: 'no',
    [join(top, `${'n'.repeat(251)}.pst`)]: '',
    [join(top, '💌.PST')]: pstHeader(),
    [join(top, 'other.txt')]: 'x',
  };
  for (const [path, bytes] of Object.entries(files)) writeFileSync(path, bytes);
  linkSync(join(top, '💌.PST'), join(top, 'other.pst'));

  const events = await collect([top]);
  const healths = events.flatMap((each) => (each.kind === 'found' ? [`${each.file.health} ${each.file.format}`] : []));
  expect(healths.sort()).toEqual(['empty unknown', 'notPst unknown', 'truncated unicode']);
  expect(endOf(events)).toMatchObject({ folders: 16, files: 5, denied: 0 });
});

test.skipIf(process.platform !== 'linux')('a name that is no text is counted, not lost in silence', async () => {
  const bytes = Buffer.concat([Buffer.from(`${top}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.pst')]);
  writeFileSync(bytes, 'x');
  mkdirSync(Buffer.concat([Buffer.from(`${top}/`), Buffer.from([0xfd])]));
  expect(endOf(await collect([top]))).toMatchObject({ folders: 1, files: 1, denied: 2 });
});

test('a root that is not there', async () => {
  const path = join(top, 'no');
  await expect(collect([path])).rejects.toMatchObject({ code: 'folderUnreadable', params: { path } });
  const events = await collect([path, top]);
  expect(events).toContainEqual({ kind: 'denied', path, reason: 'ENOENT' });
  expect(endOf(events)).toMatchObject({ folders: 1, files: 0, denied: 1 });
});

test.skipIf(process.platform === 'win32')(
  'links in circles and to ancestors, by the hundred: each real file once',
  async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(top, name)) as [string, string, string];
    for (const folder of [a, b, c]) mkdirSync(folder);
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, a],
    ] as const)
      symlinkSync(to, join(from, 'next'));
    for (let i = 0; i < 100; i++) symlinkSync(top, join(c, `up${i}`));
    writeFileSync(join(a, 'x.pst'), '');
    expect(pathsOf(await collect([top]))).toEqual([join(a, 'x.pst')]);
  },
);

test.skipIf(process.platform === 'win32')('a file of five names is one, with five paths', async () => {
  writeFileSync(join(top, '0.pst'), '');
  for (let i = 1; i < 5; i++) linkSync(join(top, '0.pst'), join(top, `${i}.pst`));
  const events = await collect([top]);
  expect(pathsOf(events)).toHaveLength(1);
  expect(allPathsOf(events)).toEqual([0, 1, 2, 3, 4].map((i) => join(top, `${i}.pst`)));
});

test('a deep scan finds a PST under another name, by its content', async () => {
  const sample = join(import.meta.dirname, '..', '..', '..', 'assets', 'sample', 'Old mail 2015.pst');
  copyFileSync(sample, join(top, 'archive.dat'));
  writeFileSync(join(top, 'notes.txt'), 'x'.repeat(1000));
  expect(pathsOf(await collect([top]))).toEqual([]);
  const files = filesOf(await collect([top], { isDeep: true }));
  expect(Object.values(files)).toMatchObject([{ name: 'archive.dat', isRenamed: true, health: 'fine' }]);
});

// Root may read everything, so there it would show nothing.
test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('denied, then granted: found again', async () => {
  const shut = join(top, 'shut');
  mkdirSync(shut);
  writeFileSync(join(shut, 'x.pst'), '');
  chmodSync(shut, 0);
  const events = await collect([top]);
  expect(events).toContainEqual({ kind: 'denied', path: shut, reason: 'EACCES' });
  expect(endOf(events)).toMatchObject({ folders: 1, files: 0, denied: 1 });
  chmodSync(shut, 0o700);
  expect(pathsOf(await collect([top]))).toEqual([join(shut, 'x.pst')]);
});

test('the built app with its threads finds what a scan without them finds', async () => {
  for (let i = 0; i < 3000; i++) {
    const folder = join(top, `d${i % 60}`, `e${i}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, i % 100 === 0 ? `${i}.PST` : 'x.txt'), '');
  }
  const { code, lines } = await startCli(['scan', top, '--json']).ended;
  const plain = await collect([top]);
  expect(code).toBe(0);
  expect(lines.flatMap((line) => (line.kind === 'candidate' ? [line.path] : [])).sort()).toEqual(pathsOf(plain));
  const { folders, files, denied } = endOf(plain);
  expect(lines.at(-1)).toEqual({ kind: 'scanned', folders, files, denied });
});
