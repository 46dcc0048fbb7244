import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

type Import = readonly [path: string, imported: string];

/** A file and an import it must not have. */
const FORBIDDEN: readonly Import[] = [
  ['main/scan/x.ts', '../pst/header.ts'],
  ['main/scan/x.ts', '../platform/file-tree.ts'],
  ['main/scan/x.ts', 'node:fs'],
  ['main/scan/x.ts', 'electron'],
  ['main/pst/x.ts', '../upload/plan.ts'],
  ['main/upload/x.ts', '@azure/storage-blob'],
  ['main/upload/x.ts', '../import/engine.ts'],
  ['main/import/x.ts', '../migration/job.ts'],
  ['main/import/sandbox/x.ts', 'node:child_process'],
  ['main/settings/x.ts', '../window/main-window.ts'],
  ['main/migration/x.ts', '../platform/clock.ts'],
  ['main/migration/x.ts', '../ipc/ferry.ts'],
  ['main/migration/x.ts', 'node:fs/promises'],
  ['main/ipc/x.ts', '../platform/log.ts'],
  ['main/ipc/x.ts', '../scan/scan.ts'],
  ['main/window/x.ts', 'node:fs'],
  ['main/sandbox/x.ts', '../upload/upload.ts'],
  ['main/cli/x.ts', 'electron'],
  ['main/workers/x.ts', 'electron'],
  ['preload/contract/x.ts', '../../main/scan/scan.ts'],
  ['preload/contract/x.ts', 'node:fs'],
  ['preload/contract/x.ts', 'electron'],

  ['renderer/features/x.ts', '../../main/scan/scan.ts'],
  ['renderer/features/x.ts', '../../preload/index.ts'],
  ['renderer/features/x.ts', 'node:fs'],
  ['renderer/features/x.ts', 'electron'],
];

/** The same kind of import where it belongs. */
const ALLOWED: readonly Import[] = [
  ['main/migration/x.ts', '../upload/plan.ts'],
  ['main/platform/x.ts', 'node:fs/promises'],
  ['main/platform/x.ts', 'electron'],
  ['main/workers/x.ts', '../platform/file-tree.ts'],
  ['main/sandbox/x.ts', '../pst/store.ts'],
  ['main/ipc/x.ts', 'electron'],
  ['main/scan/x.ts', '../../preload/contract/index.ts'],
  ['renderer/features/x.ts', '../../preload/contract/states.ts'],
];

let folder: string;
/** Paths of the files whose import the linter refused. */
let refused: ReadonlySet<string>;

/** Every import has a file of its own, in the room it is tried from. */
function pathFor([path, imported]: Import): string {
  return path.replace(/x\.ts$/, `x-${imported.replace(/[^a-z]+/gi, '-').toLowerCase()}.ts`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ferry-rules-'));
  const config: object = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }));
  for (const entry of [...FORBIDDEN, ...ALLOWED]) {
    const path = join(folder, pathFor(entry));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import { thing } from '${entry[1]}';\nexport const used = thing;\n`);
  }
  const args = [BIOME, 'lint', '--reporter=github', '--only=style/noRestrictedImports', '--max-diagnostics=none'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  refused = new Set([...stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)].map(([, path]) => path ?? ''));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the rules between rooms', () => {
  it.each(FORBIDDEN)('%s must not import %s', (path, imported) => {
    expect(refused).toContain(pathFor([path, imported]));
  });

  it.each(ALLOWED)('%s may import %s', (path, imported) => {
    expect(refused).not.toContain(pathFor([path, imported]));
  });
});
