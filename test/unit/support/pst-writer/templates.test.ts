import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePst } from '../../../support/pst-writer/index.ts';
import { type PstLayout, readLayout } from './pst-layout.ts';

/** An empty store made by Outlook itself. */
const OUTLOOK_EMPTY = join(import.meta.dirname, '../../../../../shared/corpus/outlook-pst-rs--Empty.pst');
const TEMPLATES: [string, number][] = [
  ['hierarchy', 0x60d],
  ['contents', 0x60e],
  ['associated contents', 0x60f],
  ['search contents', 0x610],
  ['attachments', 0x671],
  ['recipients', 0x692],
];

describe.skipIf(!existsSync(OUTLOOK_EMPTY))('the table templates, beside those of Outlook', () => {
  let folder = '';
  let ours: { file: Buffer; layout: PstLayout };
  let outlooks: { file: Buffer; layout: PstLayout };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'templates-'));
    writePst(join(folder, 'empty.pst'), { displayName: 'Empty', folders: [] });
    ours = load(join(folder, 'empty.pst'));
    outlooks = load(OUTLOOK_EMPTY);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are read from a sound file', () => {
    expect(outlooks.layout.flaws).toEqual([]);
  });

  it.each(TEMPLATES)('%s: every column in the same place', (_name, nid) => {
    expect(columnsOf(ours, nid)).toEqual(columnsOf(outlooks, nid));
  });
});

function load(path: string): { file: Buffer; layout: PstLayout } {
  const file = readFileSync(path);
  return { file, layout: readLayout(file) };
}

/** The stored block of a template, byte for byte: both files use the same encoding. */
function columnsOf({ file, layout }: { file: Buffer; layout: PstLayout }, nid: number): string {
  const node = layout.nodes.find((row) => row.nid === nid);
  const block = layout.blocks.find((row) => row.bid === node?.dataBid);
  if (block === undefined) throw new Error(`no node ${nid}`);
  return file.toString('hex', block.ib, block.ib + block.sizeBytes);
}
