import { describe, expect, it } from 'vitest';
import { CliLine, EXIT_CODES } from '../../../../preload/contract/index.ts';
import { SAMPLE_LINES } from '../../../support/contract/samples.ts';

const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  error: ['file', 'params'],
  check: ['outcome', 'advice'],
};

const KINDS = Object.keys(SAMPLE_LINES).map((kind) => [kind] as const);

describe('a line of --json output', () => {
  it.each(Object.entries(SAMPLE_LINES))('of kind %s comes through its own schema unchanged', (_kind, line) => {
    expect(CliLine.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  });

  it.each(KINDS)('of kind %s is refused without any one of its fields', (kind) => {
    const line: Readonly<Record<string, unknown>> = SAMPLE_LINES[kind as CliLine['kind']];
    const optional = OPTIONAL[kind] ?? [];
    const accepted = Object.keys(line).filter((field) => {
      const { [field]: _, ...rest } = line;
      return CliLine.safeParse(rest).success;
    });
    expect(accepted).toEqual(optional);
  });

  it('may omit what an error is about', () => {
    expect(CliLine.parse({ kind: 'error', code: 'usage', message: 'Wrong usage.' })).toEqual({
      kind: 'error',
      code: 'usage',
      message: 'Wrong usage.',
    });
  });

  it.each([
    ['an unknown kind', { kind: 'telemetry' }],
    ['an unknown state', { ...SAMPLE_LINES.state, state: 'napping' }],
    ['a job id that is a path', { ...SAMPLE_LINES.state, job: '../../etc' }],
    ['an unknown code', { ...SAMPLE_LINES.error, code: 'oops' }],
    ['params that are not plain', { ...SAMPLE_LINES.error, params: { cause: {} } }],
    ['a negative count', { ...SAMPLE_LINES.receipt, moved: -1 }],
    ['nothing', null],
  ])('is refused with %s', (_what, line) => {
    expect(CliLine.safeParse(line).success).toBe(false);
  });
});

it('gives every way to end an exit code of its own', () => {
  expect(EXIT_CODES).toEqual({ done: 0, doneWithSkips: 2, failed: 3, blocked: 4, usage: 64, cancelled: 130 });
});
