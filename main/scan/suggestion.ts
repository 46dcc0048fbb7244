import {
  type CopyOf,
  isMovable,
  type Place,
  type PlaceBase,
  type PstHealth,
  type SuggestionReason,
} from '../../preload/contract/index.ts';

/** What decides whether a file is suggested. */
export type SuggestionFacts = {
  readonly health: PstHealth;
  /** The person's Outlook profile in which the file is open; null when in none. */
  readonly outlookProfile: string | null;
  readonly place: Place;
  /**
   * Whether the file's owner is the person's account. Null when the system does not tell, and for an owner who is no
   * person or cannot be named: the system itself, a group such as the administrators, an account of another PC.
   */
  readonly isOwnAccount: boolean | null;
  readonly isInChosenFolder: boolean;
  /** This very file, unchanged since, was moved before, perhaps without some of its folders. */
  readonly moved: { readonly isPartly: boolean } | null;
  readonly copyOf: CopyOf | null;
  /** Whether the file that `copyOf` names is suggested or was moved. Left out: yes. */
  readonly isCopyOfWanted?: boolean;
};

/** Whether a file is ticked from the start, and why or why not. */
export type Suggestion = { readonly isSuggested: boolean; readonly reason: SuggestionReason };

/** Bases that are the person's own unless the place names another. A drive or a chosen folder is nobody's. */
const PERSONAL_BASES: ReadonlySet<PlaceBase> = new Set([
  'documents',
  'desktop',
  'downloads',
  'outlook',
  'profile',
  'cloud',
]);

/** True for the place of a file in the person's own profile or cloud. */
export function isOwnPlace({ base, profile }: Place): boolean {
  return profile === null && PERSONAL_BASES.has(base);
}

/**
 * Suggests what is very likely the person's own mail that is not in the mailbox yet. The first that applies decides:
 *
 * 1. `notMovable`: nothing else matters then.
 * 2. `moved`, `movedPartly`: it has arrived as far as the person wanted; the file of an Outlook that still has it open, too.
 * 3. `otherPerson`: comes before everything that speaks for a file, because another person's mail in the mailbox is the
 *    one mistake that cannot be taken back. A colleague's PST that is attached is a PST of the colleague.
 * 4. `attached`: Outlook shows it every day. Before `copy`, so that among copies this one is kept.
 * 5. `copy`: what it holds is suggested with, or was moved with, the other file. Only then; a copy of a file that stays
 *    where it is is judged like any other.
 * 6. `ownFolder`, `ownFile`, `chosenFolder`: the person's by its place, by its owner, or by their own choice.
 * 7. `unknownOwner`: nothing tells whose it is.
 */
export function suggest(facts: SuggestionFacts): Suggestion {
  return reasonAgainst(facts) ?? reasonFor(facts) ?? { isSuggested: false, reason: 'unknownOwner' };
}

function reasonAgainst({
  health,
  moved,
  place,
  isOwnAccount,
  outlookProfile,
  copyOf,
  isCopyOfWanted = true,
}: SuggestionFacts): Suggestion | null {
  const not = (reason: SuggestionReason): Suggestion => ({ isSuggested: false, reason });
  if (!isMovable(health)) return not('notMovable');
  if (moved !== null) return not(moved.isPartly ? 'movedPartly' : 'moved');
  if (place.profile !== null || isOwnAccount === false) return not('otherPerson');
  return copyOf !== null && isCopyOfWanted && outlookProfile === null ? not('copy') : null;
}

function reasonFor({ outlookProfile, place, isOwnAccount, isInChosenFolder }: SuggestionFacts): Suggestion | null {
  const because = (reason: SuggestionReason): Suggestion => ({ isSuggested: true, reason });
  if (outlookProfile !== null) return because('attached');
  if (isOwnPlace(place)) return because('ownFolder');
  if (isOwnAccount === true) return because('ownFile');
  return isInChosenFolder ? because('chosenFolder') : null;
}
