import { describe, expect, it } from 'vitest';
import { WAIT_REASONS, type WaitReason } from '../../../../../preload/contract/states.ts';
import { waitIntent, waitOf } from '../../../../../renderer/features/move/transfer-model.ts';
import { waitSentence } from '../../../../../renderer/features/move/wait-words.ts';
import { createFormat } from '../../../../../renderer/format/format.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';
import { sampleJob, sampleProgress } from '../../../../support/renderer/samples.ts';

const format = createFormat('en-US', en);
const language = { messages: en, format };
const NOW = '2026-05-04T13:10:00';
const RUBBISH = /undefined|null|NaN|\[object|\$\{| {2}|\.\./;
const JARGON = /\b(http|https|tcp|tls|dns|proxy|timeout|throttl\w*|SAS|MD5|hash|block|blob|retry|retries|server)\b/i;

function sentenceOf(reason: WaitReason, since = '2026-05-04T13:05:00') {
  return waitSentence({ reason, since }, NOW, language);
}

describe.each(WAIT_REASONS)('the words of a wait for %s', (reason) => {
  const { title, advice } = sentenceOf(reason);
  const text = `${title} ${advice}`;

  it('are whole, plain sentences', () => {
    expect(title).toMatch(/^[A-Z].{20,}\.$/);
    expect(advice).toMatch(/^[A-Z].{60,}\.$/);
    expect(text).not.toMatch(RUBBISH);
    expect(text).not.toMatch(JARGON);
  });

  it('say since when, that nothing is lost and that it goes on by itself', () => {
    expect(title).toContain(format.time('2026-05-04T13:05:00'));
    expect(advice).toContain('Nothing is lost');
    expect(advice).toContain('by itself');
  });

  it('say something to do, or that there is nothing', () => {
    expect(advice).toMatch(/\b(check|turn|open|use|plug|connect|nothing for you to do)\b/i);
  });

  it('have a short form to be read out, which names no time', () => {
    const { spoken } = en.move.waits[reason];
    expect(spoken).toMatch(/^[A-Z][^.]{15,}\.$/);
    expect(spoken).not.toMatch(RUBBISH);
  });
});

it('no two reasons are told in the same words', () => {
  expect(new Set(WAIT_REASONS.map((reason) => sentenceOf(reason).title)).size).toBe(WAIT_REASONS.length);
  expect(new Set(WAIT_REASONS.map((reason) => en.move.waits[reason].spoken)).size).toBe(WAIT_REASONS.length);
});

it('names the day of a wait that began on another', () => {
  const since = '2026-05-02T13:05:00';
  expect(sentenceOf('offline', since).title).toContain(format.dateTime(since));
});

it('says of a hold by preference that it is one, and of nothing else', () => {
  const held = WAIT_REASONS.filter((reason) => sentenceOf(reason).title.includes('the settings say'));
  expect(held).toEqual(['battery', 'metered']);
});

it('warns of disturbances alone', () => {
  expect(WAIT_REASONS.filter((reason) => waitIntent(reason) === 'info')).toEqual(['access', 'battery', 'metered']);
});

describe('waitOf', () => {
  const job = sampleJob('one', 'a.pst', { state: 'uploading' });
  const waiting = sampleProgress(job, 0.5, { waitingSince: NOW, waitingFor: 'busy' });

  it('is the reason and the time of an upload that waits', () => {
    expect(waitOf({ ...job, progress: waiting })).toEqual({ reason: 'busy', since: NOW });
  });

  it.each([
    ['flows', { ...job, progress: sampleProgress(job, 0.5) }],
    ['has not begun', job],
    ['was paused while it waited', { ...job, state: 'paused', progress: waiting }],
    ['needs a person', { ...job, state: 'blocked', progress: waiting }],
  ] as const)('is null for one that %s', (_, view) => {
    expect(waitOf(view)).toBeNull();
  });
});
