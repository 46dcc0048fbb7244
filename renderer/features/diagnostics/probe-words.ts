import type { ConnectionView, ProbeStep } from '../../../preload/contract/index.ts';
import { redact } from '../../../preload/contract/redact.ts';
import { describeError, type Sentence } from '../../../preload/contract/sentences.ts';
import type { ProbeState } from '../../bridge/probe-store.ts';
import type { Messages } from '../../format/locales/en.ts';

/** What a test says as a whole; the names are those of the texts in `test.verdicts`. */
export type Verdict = keyof Messages['test']['verdicts'];

/** The result of a test that has ended; null while there is none, or when the test itself failed and its problem says so. */
export function verdictOf({ kind, steps, wasCancelled, problem }: ProbeState): Verdict | null {
  if (kind !== 'ended' || problem !== null) return null;
  if (wasCancelled) return 'cancelled';
  if (steps.some(({ outcome }) => outcome === 'failed')) return 'failed';
  if (steps.some(({ outcome }) => outcome === 'warning')) return 'warning';
  return steps.some(({ outcome }) => outcome === 'ok') ? 'ok' : 'nothing';
}

/** What went wrong in a step and what mends it; null when nothing did. */
export function stepSentence({ error }: ProbeStep): Sentence | null {
  return error === null ? null : describeError(error);
}

/** What is tested, in a few words. */
export function testedText({ connection }: Pick<ConnectionView, 'connection'>, messages: Messages): string {
  return messages.connection.ways[connection.engine].title;
}

/** A test as plain text, for a mail to an administrator. Nothing that opens something is in it. */
export function reportText({ steps, problem, ...rest }: ProbeState, tested: string, messages: Messages): string {
  const { test } = messages;
  const verdict = verdictOf({ steps, problem, ...rest });
  const lines = [
    test.report(tested),
    ...(verdict === null ? [] : [test.verdicts[verdict]]),
    ...(problem === null ? [] : [sentenceText(describeError(problem))]),
    '',
    ...steps.flatMap((step) => stepLines(step, messages)),
  ];
  return redact(lines.join('\n'));
}

function stepLines(step: ProbeStep, { test }: Messages): readonly string[] {
  const sentence = stepSentence(step);
  const detail = step.detail === '' ? '' : ` (${step.detail})`;
  const code = step.error === null ? '' : ` [${step.error.code}]`;
  return [
    `${test.outcomes[step.outcome]}: ${test.steps[step.step]}${detail}${code}`,
    ...(sentence === null ? [] : [`    ${sentenceText(sentence)}`]),
  ];
}

function sentenceText({ title, advice }: Sentence): string {
  return `${title} ${advice}`;
}
