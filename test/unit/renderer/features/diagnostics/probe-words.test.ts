import { describe, expect, it } from 'vitest';
import type { ProbeStep } from '../../../../../preload/contract/index.ts';
import { PROBE_OUTCOMES, PROBE_STEPS } from '../../../../../preload/contract/probe.ts';
import type { ProbeState } from '../../../../../renderer/bridge/probe-store.ts';
import { reportText, stepSentence, verdictOf } from '../../../../../renderer/features/diagnostics/probe-words.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';

const SIGNATURE = 'c2lnbmF0dXJlIG9mIGEgcGVybWlzc2lvbg';

function step(outcome: ProbeStep['outcome'], change: Partial<ProbeStep> = {}): ProbeStep {
  return { step: 'signIn', outcome, detail: '', error: null, ...change };
}

function ended(steps: readonly ProbeStep[], change: Partial<ProbeState> = {}): ProbeState {
  return { kind: 'ended', steps, wasCancelled: false, problem: null, ...change };
}

describe('the verdict', () => {
  it.each<[string, ProbeState]>([
    ['ok', ended([step('ok'), step('skipped')])],
    ['warning', ended([step('ok'), step('warning')])],
    ['failed', ended([step('warning'), step('failed'), step('ok')])],
    ['cancelled', ended([step('failed')], { wasCancelled: true })],
    ['nothing', ended([])],
    ['nothing', ended([step('skipped')])],
  ])('%s', (expected, state) => {
    expect(verdictOf(state)).toBe(expected);
  });

  it.each<[string, ProbeState]>([
    ['runs', ended([step('ok')], { kind: 'running' })],
    ['failed as a whole', ended([step('ok')], { problem: { code: 'internal', params: {} } })],
  ])('is not said of a test that %s', (_, state) => {
    expect(verdictOf(state)).toBeNull();
  });
});

it('says of a step with an error what happened and what mends it', () => {
  const sentence = stepSentence(step('failed', { error: { code: 'moduleMissing', params: {} } }));
  expect([sentence?.title, sentence?.advice].map((text) => (text ?? '').length > 20)).toEqual([true, true]);
});

it('has words for every step and outcome', () => {
  expect([Object.keys(en.test.steps), Object.keys(en.test.outcomes)]).toEqual([[...PROBE_STEPS], [...PROBE_OUTCOMES]]);
});

it('writes a test as plain text, without what opens something', () => {
  const state = ended([
    step('ok', { detail: 'admin@contoso.example' }),
    step('failed', {
      step: 'uploadTest',
      detail: `https://store.example/pst?sv=2024-11-04&sig=${SIGNATURE}`,
      error: { code: 'uploadForbidden', params: {} },
    }),
  ]);
  const text = reportText(state, 'Exchange Online', en);
  const lines = text.split('\n');
  expect([
    lines.slice(0, 4),
    lines[4]?.startsWith('Failed: A few bytes reach the storage (https://store.example/pst?'),
    lines[4]?.endsWith('[uploadForbidden]'),
    lines[5]?.startsWith('    The storage refused the upload.'),
    text.includes(SIGNATURE),
  ]).toEqual([
    [
      'PST Ferry, test of the connection: Exchange Online',
      'A move would not work yet. What to do stands below.',
      '',
      'OK: Sign-in to Exchange (admin@contoso.example)',
    ],
    true,
    true,
    true,
    false,
  ]);
});
