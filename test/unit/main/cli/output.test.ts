import { describe, expect, it } from 'vitest';
import { asAppError, createOutput } from '../../../../main/cli/output.ts';
import { lineText } from '../../../../main/cli/text.ts';
import { AppError, CliLine } from '../../../../preload/contract/index.ts';
import { SAMPLE_LINES } from '../../../support/contract/samples.ts';

const CLEAR = '\r\u001b[K';
const CHECK: CliLine = { kind: 'check', name: 'drives', ok: true, detail: '/' };

type Terminal = { readonly isTTY?: boolean; readonly columns?: number };

/** An output whose writes are kept in the order they happened, each with its stream. */
function createWorld({ isJson = false, terminal = {} }: { isJson?: boolean; terminal?: Terminal } = {}) {
  const writes: [stream: 'out' | 'err', text: string][] = [];
  const streams = {
    stdout: { write: (text: string) => writes.push(['out', text]) },
    stderr: { ...terminal, write: (text: string) => writes.push(['err', text]) },
  };
  return { writes, output: createOutput(streams, isJson, lineText) };
}

describe('data', () => {
  it('goes to stdout as text, and as JSON when asked for', () => {
    const text = createWorld();
    text.output.data(CHECK);
    expect(text.writes).toEqual([['out', 'ok    drives: /\n']]);
    const json = createWorld({ isJson: true });
    json.output.data(CHECK);
    expect(json.writes).toEqual([['out', `${JSON.stringify(CHECK)}\n`]]);
  });

  it.each(Object.keys(SAMPLE_LINES))('of kind %s is one line of JSON that its schema takes', (kind) => {
    const { writes, output } = createWorld({ isJson: true });
    output.data(SAMPLE_LINES[kind as CliLine['kind']]);
    expect(writes.length).toBe(1);
    const [[stream, text] = ['', '']] = writes;
    expect([stream, text.indexOf('\n')]).toEqual(['out', text.length - 1]);
    expect(CliLine.parse(JSON.parse(text))).toEqual(SAMPLE_LINES[kind as CliLine['kind']]);
  });

  it('without a text for people says nothing to them', () => {
    const { writes, output } = createWorld();
    output.data(SAMPLE_LINES.statistics);
    expect(writes).toEqual([]);
  });
});

describe('what is said', () => {
  it('goes to stderr, and nowhere under --json', () => {
    const text = createWorld();
    text.output.say('Stopped.');
    expect(text.writes).toEqual([['err', 'Stopped.\n']]);
    const json = createWorld({ isJson: true, terminal: { isTTY: true } });
    json.output.say('Stopped.');
    expect(json.writes).toEqual([]);
  });
});

describe('progress', () => {
  it('is drawn on a terminal alone', () => {
    for (const world of [createWorld(), createWorld({ isJson: true, terminal: { isTTY: true } })]) {
      world.output.progress('half');
      world.output.data(CHECK);
      expect(world.writes.filter(([, text]) => /half|\r/.test(text))).toEqual([]);
    }
    const { writes, output } = createWorld({ terminal: { isTTY: true } });
    output.progress('half');
    expect(writes).toEqual([['err', '\rhalf\u001b[K']]);
  });

  it('is taken back before anything else is written, once', () => {
    for (const write of ['data', 'say', 'error'] as const) {
      const { writes, output } = createWorld({ terminal: { isTTY: true } });
      const other = () => {
        if (write === 'data') output.data(CHECK);
        if (write === 'say') output.say('said');
        if (write === 'error') output.error(new AppError('sourceEmpty'));
      };
      output.progress('1');
      output.progress('2');
      other();
      other();
      expect(writes.map(([, text]) => text).slice(0, 3)).toEqual(['\r1\u001b[K', '\r2\u001b[K', CLEAR]);
      expect([writes.length, writes.filter(([, text]) => text === CLEAR).length]).toEqual([5, 1]);
    }
  });

  it('stays while data has no text for people', () => {
    const { writes, output } = createWorld({ terminal: { isTTY: true } });
    output.progress('half');
    output.data(SAMPLE_LINES.state);
    expect(writes.length).toBe(1);
  });

  it('never wraps, because a wrapped line cannot be taken back', () => {
    const { writes, output } = createWorld({ terminal: { isTTY: true, columns: 10 } });
    output.progress('📧'.repeat(4) + 'x'.repeat(20));
    expect(writes).toEqual([['err', `\r${'📧'.repeat(4)}xxxxx\u001b[K`]]);
    const plain = createWorld({ terminal: { isTTY: true } });
    plain.output.progress('x'.repeat(200));
    expect(plain.writes).toEqual([['err', `\r${'x'.repeat(79)}\u001b[K`]]);
  });
});

describe('an error', () => {
  it('is a sentence for a person, with its file, advice and code', () => {
    const { writes, output } = createWorld();
    output.error(new AppError('sourceTruncated', { sizeBytes: 10, expectedBytes: 30 }), '/mail/a.pst');
    output.error(new AppError('sourceEmpty'));
    expect(writes).toEqual([
      [
        'err',
        '/mail/a.pst: The end of the file is missing (10 of 30 bytes). Copy it again from where it came from, or repair' +
          ' a copy with ScanPST. Your file was not changed. [sourceTruncated]\n',
      ],
      [
        'err',
        'The file is empty. There is no mail in it to move; look for a copy on another drive or in a backup. [sourceEmpty]\n',
      ],
    ]);
  });

  it('is a line of data under --json, with its params', () => {
    const { writes, output } = createWorld({ isJson: true });
    output.error(new AppError('sourceUnreadable', { reason: 'EACCES' }), '/mail/a.pst');
    output.error(new AppError('usage'));
    expect(writes.map(([stream, text]) => [stream, JSON.parse(text)])).toEqual([
      [
        'out',
        {
          kind: 'error',
          code: 'sourceUnreadable',
          message: 'The system or the drive refused to read the file (EACCES).',
          file: '/mail/a.pst',
          params: { reason: 'EACCES' },
        },
      ],
      ['out', { kind: 'error', code: 'usage', message: 'Wrong usage.', params: {} }],
    ]);
    for (const [, text] of writes) expect(CliLine.safeParse(JSON.parse(text)).success).toBe(true);
  });
});

describe('names that would command a terminal', () => {
  const EVIL = 'a\u001b]0;owned\u0007\u009b2J\r.pst';

  it('are shown, not obeyed, wherever a person reads them', () => {
    const { writes, output } = createWorld({ terminal: { isTTY: true } });
    output.progress(EVIL);
    output.say(EVIL);
    output.error(new AppError('sourceEmpty'), EVIL);
    output.data({ ...CHECK, detail: EVIL });
    const shown = 'a\ufffd]0;owned\ufffd\ufffd2J\ufffd.pst';
    const texts = writes.map(([, text]) => text).filter((text) => text !== CLEAR);
    expect(texts.map((text) => text.includes(shown) && !text.includes('\u0007'))).toEqual([true, true, true, true]);
  });

  it('are told as they are under --json', () => {
    const { writes, output } = createWorld({ isJson: true });
    output.data({ ...CHECK, detail: EVIL });
    expect(JSON.parse(writes[0]?.[1] ?? '')).toEqual({ ...CHECK, detail: EVIL });
    expect(writes[0]?.[1]).not.toContain('\u001b');
  });

  it('leave the lines of a text alone', () => {
    const { writes, output } = createWorld();
    output.data(SAMPLE_LINES.contents);
    expect(writes).toEqual([['out', `${lineText(SAMPLE_LINES.contents)}\n`]]);
    expect(writes[0]?.[1].split('\n').length).toBeGreaterThan(SAMPLE_LINES.contents.folders.length);
  });
});

it('an error that is none of ours is internal, with what it was inside', () => {
  const expected = new AppError('usage');
  expect(asAppError(expected)).toBe(expected);
  const bug = new TypeError('x');
  expect(asAppError(bug)).toMatchObject({ code: 'internal', params: {}, cause: bug });
});
