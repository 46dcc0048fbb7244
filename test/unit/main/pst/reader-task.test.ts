import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PstSource } from '../../../../main/pst/reader/pst-source.ts';
import { type ReaderEvent, type ReaderTask, runReaderTask } from '../../../../main/pst/reader-task.ts';
import { AppError, Contents } from '../../../../preload/contract/index.ts';
import { memorySource } from './memory-source.ts';

const SAMPLE = readFileSync(join(import.meta.dirname, '../../../../assets/sample/Old mail 2015.pst'));

function fileError(code: string): Error {
  return Object.assign(new Error('refused'), { code, syscall: 'read' });
}

type Run = { readonly openSource?: () => PstSource; readonly onEvent?: (event: ReaderEvent) => void };

async function run(task: ReaderTask, { openSource = () => memorySource(SAMPLE), onEvent }: Run = {}) {
  const readHead = async (_: string, length: number) => ({
    bytes: SAMPLE.subarray(0, length),
    sizeBytes: SAMPLE.length,
  });
  const options = { signal: new AbortController().signal, readHead, openSource };
  let last: ReaderEvent | null = null;
  for await (const event of runReaderTask({ path: '/a.pst', task }, options)) {
    last = event;
    onEvent?.(event);
  }
  return last;
}

/** The sample on a drive of which some reads fail; `fails` is asked before each. */
function failingSource(fails: (position: number, length: number) => string | null): PstSource {
  const memory = memorySource(SAMPLE);
  const read = (target: Uint8Array, position: number) => {
    const code = fails(position, target.length);
    if (code !== null) throw fileError(code);
    return memory.read(target, position);
  };
  return { ...memory, read };
}

describe('a file that cannot be opened', () => {
  it.each([
    ['ENOENT', 'sourceMissing', {}],
    ['EBUSY', 'sourceInUse', {}],
    ['EACCES', 'contentsUnreadable', { reason: 'EACCES' }],
  ])('with %s is %s, whatever is asked of it', async (cause, code, params) => {
    const openSource = () => {
      throw fileError(cause);
    };
    for (const kind of ['check', 'contents', 'fingerprints'] as const) {
      const error = await run({ kind }, { openSource }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code, params });
    }
  });

  it('a second time does not lose the contents', async () => {
    let opened = 0;
    const openSource = () => {
      opened += 1;
      if (opened > 1) throw fileError('EMFILE');
      return memorySource(SAMPLE);
    };
    const last = await run({ kind: 'contents' }, { openSource });
    expect(last).toMatchObject({ kind: 'contents', contents: { check: { verdict: 'fine' } } });
    expect(last?.kind === 'contents' && Contents.parse(last.contents).items).toBeGreaterThan(0);
  });
});

describe('a drive that fails while a file is read', () => {
  it.each([
    ['ENODEV', 'sourceMissing', {}],
    ['ENXIO', 'sourceMissing', {}],
    ['EACCES', 'contentsUnreadable', { reason: 'EACCES' }],
  ])('with %s ends the task', async (cause, code, params) => {
    let isGone = false;
    const openSource = () => failingSource(() => (isGone ? cause : null));
    const onEvent = ({ kind }: ReaderEvent) => {
      if (kind === 'outline') isGone = true;
    };
    await expect(run({ kind: 'contents' }, { openSource, onEvent })).rejects.toMatchObject({ code, params });
    isGone = false;
    let reads = 0;
    const openFailing = () => failingSource(() => (reads++ < 4 ? null : cause));
    await expect(run({ kind: 'fingerprints' }, { openSource: openFailing })).rejects.toMatchObject({ code, params });
  });

  it('in one place costs what lies there', async () => {
    const whole = await run({ kind: 'contents' });
    const all = whole?.kind === 'contents' ? whole.contents : expect.fail('no contents');
    let isOutlined = false;
    let bad: number | null = null;
    const openSource = () =>
      failingSource((position, length) => {
        if (!isOutlined || position === 0) return null;
        bad ??= position;
        return position < bad + 512 && bad < position + length ? 'EIO' : null;
      });
    const onEvent = ({ kind }: ReaderEvent) => {
      if (kind === 'outline') isOutlined = true;
    };
    const last = await run({ kind: 'contents' }, { openSource, onEvent });
    const { folders, check } = last?.kind === 'contents' ? last.contents : expect.fail('no contents');
    expect(bad).not.toBeNull();
    expect([folders.length, check.format]).toEqual([all.folders.length, all.check.format]);
  });

  it('is told by a check, too, where it is not of one place', async () => {
    const openSource = () => failingSource((position) => (position === 0 ? null : 'ENODEV'));
    await expect(run({ kind: 'check' }, { openSource })).rejects.toMatchObject({ code: 'sourceMissing' });
    const openBad = () => failingSource((position) => (position === 0 ? null : 'EIO'));
    expect(await run({ kind: 'check' }, { openSource: openBad })).toMatchObject({ check: { verdict: 'repairFirst' } });
  });
});
