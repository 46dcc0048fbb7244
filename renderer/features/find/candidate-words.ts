import type { CandidateView } from '../../../preload/contract/index.ts';
import type { Format } from '../../format/format.ts';
import type { Messages } from '../../format/locales/en.ts';
import type { Language } from '../../format/messages.ts';
import { nameOf } from '../../format/path.ts';

/** What a badge is about. */
export type BadgeKind = 'attached' | 'owner' | 'moved' | 'movedPartly' | 'copy' | 'encrypted' | 'renamed' | 'names';

/** A fact about a file in a few words; `title` says more. */
export type CandidateBadge = { readonly kind: BadgeKind; readonly label: string; readonly title: string };

/** What sets a file apart from others, the most telling first; empty for most files. */
export function badgesOf(candidate: CandidateView, { messages, format }: Language): readonly CandidateBadge[] {
  const { badges } = messages;
  const { outlookProfile, copyOf, moved, paths, isEncrypted, isRenamed } = candidate;
  const person = otherPersonOf(candidate);
  const found: (CandidateBadge | false)[] = [
    outlookProfile !== null && badge('attached', badges.attached(outlookProfile), badges.attachedTitle),
    person !== null && badge('owner', badges.owner(person), badges.ownerTitle),
    moved !== null && movedBadge(moved, messages, format),
    copyOf !== null && badge('copy', badges[copyOf.kind](nameOf(copyOf.path)), badges.copyTitle(copyOf.path)),
    isEncrypted && badge('encrypted', badges.encrypted, badges.encryptedTitle),
    isRenamed && badge('renamed', badges.renamed, badges.renamedTitle),
    paths.length > 1 && badge('names', badges.names(paths.length), badges.namesTitle(paths.join('\n'))),
  ];
  return found.filter((item) => item !== false);
}

/** True when `badgesOf` gives any; the height of thousands of rows is asked for at once. */
export function hasBadges(candidate: CandidateView): boolean {
  const { outlookProfile, copyOf, moved, paths, isEncrypted, isRenamed } = candidate;
  return (
    isEncrypted ||
    isRenamed ||
    paths.length > 1 ||
    [outlookProfile, copyOf, moved, otherPersonOf(candidate)].some((fact) => fact !== null)
  );
}

/** Whose file it is, when it is known to be another person's; null otherwise. */
export function otherPersonOf({ place, reason, owner }: CandidateView): string | null {
  return place.profile ?? (reason === 'otherPerson' ? owner : null);
}

/** The condition in a sentence. */
export function conditionOf({ health, kind }: Pick<CandidateView, 'health' | 'kind'>, messages: Messages): string {
  const isNamed = health === 'notPst' && kind !== null && kind !== 'other';
  return isNamed ? messages.fileKinds[kind] : messages.health[health].reason;
}

/** Why a file is ticked or not, and what there is to know before moving it. */
export function adviceOf(candidate: CandidateView, language: Language): string {
  const condition = conditionOf(candidate, language.messages);
  if (candidate.reason === 'notMovable') return condition;
  const reason = reasonOf(candidate, language.messages, language.format);
  return candidate.health === 'fine' ? reason : `${reason} · ${condition}`;
}

/** The advice with what the badge that it stands for says on hovering. */
export function adviceTitle(candidate: CandidateView, language: Language): string {
  const told = badgesOf(candidate, language).find(({ kind }) => kind === toldBy(candidate));
  const advice = adviceOf(candidate, language);
  return told === undefined ? advice : `${advice}\n${told.title}`;
}

/** The facts that `adviceOf` has not told already. */
export function badgesBeside(candidate: CandidateView, language: Language): readonly CandidateBadge[] {
  return badgesOf(candidate, language).filter(({ kind }) => kind !== toldBy(candidate));
}

function toldBy({ reason }: CandidateView): string {
  return reason === 'otherPerson' ? 'owner' : reason;
}

function reasonOf(candidate: CandidateView, { reasons }: Messages, format: Format): string {
  const { reason, outlookProfile, moved, copyOf } = candidate;
  switch (reason) {
    case 'attached':
      return reasons.attached(outlookProfile ?? '');
    case 'ownFolder':
    case 'ownFile':
    case 'chosenFolder':
    case 'unknownOwner':
      return reasons[reason];
    case 'moved':
      return moved === null ? reasons.unknown : reasons.moved(format.date(moved.at));
    case 'movedPartly':
      return moved === null ? reasons.unknown : reasons.movedPartly(format.date(moved.at));
    case 'copy':
      return copyOf === null ? reasons.copyOfOther : reasons[copyOf.kind](nameOf(copyOf.path));
    case 'otherPerson': {
      const person = otherPersonOf(candidate);
      return person === null ? reasons.otherPerson : reasons.person(person);
    }
    case 'notMovable':
      return reasons.unknown;
  }
}

function movedBadge(
  { at, isPartly }: NonNullable<CandidateView['moved']>,
  { badges }: Messages,
  format: Format,
): CandidateBadge {
  const day = format.date(at);
  return isPartly
    ? badge('movedPartly', badges.movedPartly(day), badges.movedPartlyTitle)
    : badge('moved', badges.moved(day), badges.movedTitle);
}

function badge(kind: BadgeKind, label: string, title: string): CandidateBadge {
  return { kind, label, title };
}
