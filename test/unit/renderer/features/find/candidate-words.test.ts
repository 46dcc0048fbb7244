import { describe, expect, it } from 'vitest';
import type { CandidateId, CandidateView, JobId } from '../../../../../preload/contract/index.ts';
import { FILE_KINDS, SUGGESTION_REASONS } from '../../../../../preload/contract/states.ts';
import {
  adviceOf,
  adviceTitle,
  badgesBeside,
  badgesOf,
  conditionOf,
  hasBadges,
} from '../../../../../renderer/features/find/candidate-words.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { EVERY_CANDIDATE } from '../../../../support/renderer/every.ts';
import { sampleCandidate } from '../../../../support/renderer/samples.ts';

const language = createLanguage(['en-US']);
const moved = { jobId: 'job-1' as JobId, at: '2026-01-02T12:00:00.000Z', isPartly: false };
const movedPartly = { ...moved, isPartly: true };
const copy: CandidateView['copyOf'] = { id: 'c' as CandidateId, path: 'D:\\Backup\\old.pst', kind: 'copy' };
const anns: CandidateView['place'] = { base: 'documents', label: '', profile: 'Ann', folders: [] };

function labels(change: Partial<CandidateView>): readonly string[] {
  return badgesOf(sampleCandidate('a.pst', change), language).map(({ label }) => label);
}

describe('badges', () => {
  it.each<[string, Partial<CandidateView>, readonly string[]]>([
    ['nothing of a plain file', {}, []],
    ['the profile that has it open', { outlookProfile: 'Work' }, ['In Outlook (Work)']],
    ['no profile by the name Outlook gives to the first', { outlookProfile: 'Outlook' }, ['In Outlook']],
    ['whose profile it lies in', { place: anns }, ['Belongs to Ann']],
    ['who owns it, when that is another person', { owner: 'X\\bob', reason: 'otherPerson' }, ['Belongs to X\\bob']],
    ['not that the person owns it', { owner: 'X\\alex', reason: 'ownFile' }, []],
    ['when it was moved', { moved }, ['Moved on Jan 2, 2026']],
    ['that only a part was moved', { moved: movedPartly }, ['Moved in part on Jan 2, 2026']],
    ['of what it is a copy', { copyOf: copy }, ['Copy of old.pst']],
    ['of what it is a version', { copyOf: copy && { ...copy, kind: 'version' } }, ['Other version of old.pst']],
    ['that it leaves this PC decrypted', { isEncrypted: true }, ['Encrypted by Windows']],
    ['that its name is no PST', { isRenamed: true }, ['Found by content']],
    ['how many names it has', { paths: ['C:\\a.pst', 'D:\\a.pst'] }, ['2 names']],
  ])('tell %s', (_, change, expected) => {
    expect(labels(change)).toEqual(expected);
  });

  it('list all names on hovering', () => {
    const [badge] = badgesOf(sampleCandidate('a.pst', { paths: ['C:\\a.pst', 'D:\\a.pst'] }), language);
    expect(badge?.title).toMatch(/C:\\a\.pst\nD:\\a\.pst$/);
  });

  it('say of what was moved in part why the rest stayed', () => {
    const [badge] = badgesOf(sampleCandidate('a.pst', { moved: movedPartly }), language);
    expect(badge).toMatchObject({ kind: 'movedPartly', title: expect.stringContaining('left out by choice') });
  });

  it.each(EVERY_CANDIDATE.map((candidate) => [candidate.name, candidate] as const))(
    'of %s need room exactly when there are any',
    (_, candidate) => {
      expect(hasBadges(candidate)).toBe(badgesOf(candidate, language).length > 0);
    },
  );
});

describe('the condition', () => {
  it.each(FILE_KINDS)('of what is no PST but %s is its own sentence', (kind) => {
    const said = conditionOf({ health: 'notPst', kind }, language.messages);
    expect(said === language.messages.health.notPst.reason).toBe(kind === 'other');
  });
});

describe('the advice', () => {
  it.each<[string, Partial<CandidateView>, string]>([
    ['suggested', {}, 'Suggested: in your own folders'],
    [
      'attached and open',
      { reason: 'attached', outlookProfile: 'Work', health: 'inUse' },
      'Suggested: open in your Outlook (Work) · Open in another program: close Outlook before moving.',
    ],
    ['moved', { reason: 'moved', moved }, 'Not suggested: moved on Jan 2, 2026'],
    ['moved in part', { reason: 'movedPartly', moved: movedPartly }, 'Not suggested: moved in part on Jan 2, 2026'],
    ['a copy', { reason: 'copy', copyOf: copy }, 'Not suggested: a copy of old.pst'],
    ['a copy of what is gone', { reason: 'copy' }, 'Not suggested: a copy of another file'],
    ["Ann's", { reason: 'otherPerson', place: anns }, 'Not suggested: belongs to Ann'],
    ['of somebody', { reason: 'otherPerson' }, 'Not suggested: belongs to another person'],
    ['damaged', { reason: 'notMovable', health: 'empty' }, 'Cannot be moved: the file is empty.'],
  ])('for a file that is %s', (_, change, expected) => {
    expect(adviceOf(sampleCandidate('a.pst', change), language)).toBe(expected);
  });

  it('says of every reason by its first word whether the file is suggested', () => {
    const said = SUGGESTION_REASONS.map((reason) => adviceOf(sampleCandidate('a.pst', { reason }), language));
    expect(said.map((text) => text.startsWith('Suggested: '))).toEqual(SUGGESTION_REASONS.map((_, index) => index < 4));
  });

  it('says on hovering what its badge would', () => {
    const titles = [{ reason: 'movedPartly', moved: movedPartly } as const, {}].map((change) =>
      adviceTitle(sampleCandidate('a.pst', change), language),
    );
    expect(titles).toEqual([
      expect.stringMatching(/^Not suggested: moved in part .*\n.* left out by choice/),
      'Suggested: in your own folders',
    ]);
  });

  it('leaves the badges that say the same out', () => {
    const beside = (change: Partial<CandidateView>) =>
      badgesBeside(sampleCandidate('a.pst', { isEncrypted: true, ...change }), language).map(({ kind }) => kind);
    expect([
      beside({ reason: 'moved', moved }),
      beside({ reason: 'movedPartly', moved: movedPartly }),
      beside({ reason: 'copy', copyOf: copy, moved }),
      beside({ reason: 'otherPerson', place: anns }),
      beside({ reason: 'attached', outlookProfile: 'Work' }),
    ]).toEqual([['encrypted'], ['encrypted'], ['moved', 'encrypted'], ['encrypted'], ['encrypted']]);
  });
});
