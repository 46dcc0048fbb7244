import { randomUUID } from 'node:crypto';
import type { CandidateId, CandidateView, CopyOf } from '../../preload/contract/index.ts';
import { type ComparedFile, findCopies, storeKey } from './duplicates.ts';
import { createPlacer, type PlaceContext } from './place.ts';
import type { FoundFile } from './scan-event.ts';
import { type SuggestionFacts, suggest } from './suggestion.ts';
import { isSystemAccount } from './system-account.ts';

/** What is known of one file of the current scan. */
export type Candidate = { readonly view: CandidateView; readonly file: FoundFile };

/** What a file is judged by besides itself. */
export type CandidateContext = {
  readonly place: PlaceContext;
  /** The Outlook profile that has the file at this path open; null when none. */
  readonly outlookProfileOf: (path: string) => string | null;
  /** Null when the system does not tell whose account that is. */
  readonly isOwnAccount: (owner: string) => boolean | null;
  /** True below a folder the person chose by itself. */
  readonly isInChosenFolder: (path: string) => boolean;
  /** The job that moved the file as it is now. */
  readonly findMoved: (file: FoundFile) => CandidateView['moved'];
};

/** The files of the current scan by id; the window knows the ids alone. */
export interface Candidates {
  add(found: FoundFile): void;
  /** Notes another path of a file. */
  addPath(fileId: string, path: string): void;
  /** Has all of them looked at anew, as after a move. */
  refresh(): void;
  /**
   * The views of all files that are new or seen differently since the last call. Which file counts as the copy depends on
   * all others, so this is to be asked now and then, not after each file.
   */
  takeChanges(): readonly CandidateView[];
  /** Null when there is no such candidate, or no longer. */
  get(id: string): Candidate | null;
  /** In the order they were added. */
  list(): readonly CandidateView[];
  /** The files with all their paths, in the order they were added. */
  files(): readonly FoundAt[];
  /** Forgets all; ids of before never come back. */
  clear(context: CandidateContext): void;
}

/** A file and every path under which it was met, its own first. */
export type FoundAt = { readonly file: FoundFile; readonly paths: readonly string[] };

/** The furthest a calendar reaches from 1970, milliseconds. @see ECMA-262, time values */
const MAX_DATE_MS = 8_640_000_000_000_000;

/** What a file is judged by, but for its copies, and what it is compared with those by. */
type Facts = Omit<SuggestionFacts, 'copyOf'> & Pick<CandidateView, 'moved'> & { readonly compared: ComparedFile };

type Entry = {
  readonly id: CandidateId;
  readonly file: FoundFile;
  readonly paths: Set<string>;
  /** Those that may hold the same store, itself among them. */
  readonly group: Entry[];
  /** Null when something changed. */
  facts: Facts | null;
  view: CandidateView | null;
};

/** An empty registry. */
export function createCandidates(context: CandidateContext): Candidates {
  return new CandidateRegistry(context);
}

class CandidateRegistry implements Candidates {
  #context: CandidateContext;
  #placeOf: ReturnType<typeof createPlacer>;
  readonly #entries = new Map<string, Entry>();
  readonly #byFileId = new Map<string, Entry>();
  readonly #groups = new Map<string, Entry[]>();
  /** Groups with an entry that has to be looked at. */
  readonly #waiting = new Set<Entry[]>();
  readonly #changed = new Set<Entry>();

  constructor(context: CandidateContext) {
    this.#context = context;
    this.#placeOf = createPlacer(context.place);
  }

  add(file: FoundFile): void {
    const group = this.#groupFor(file);
    const entry: Entry = { id: newCandidateId(), file, paths: new Set([file.path]), group, facts: null, view: null };
    group.push(entry);
    this.#entries.set(entry.id, entry);
    if (file.fileId !== '') this.#byFileId.set(file.fileId, entry);
    this.#waiting.add(group);
  }

  addPath(fileId: string, path: string): void {
    const entry = this.#byFileId.get(fileId);
    if (!entry || entry.paths.has(path)) return;
    entry.paths.add(path);
    entry.facts = null;
    this.#waiting.add(entry.group);
  }

  refresh(): void {
    for (const entry of this.#entries.values()) {
      entry.facts = null;
      this.#waiting.add(entry.group);
    }
  }

  takeChanges(): readonly CandidateView[] {
    this.#settle();
    const views = Array.from(this.#changed, ({ view }) => view).filter((view) => view !== null);
    this.#changed.clear();
    return views;
  }

  get(id: string): Candidate | null {
    const entry = this.#entries.get(id);
    return entry?.view ? { view: entry.view, file: entry.file } : null;
  }

  list(): readonly CandidateView[] {
    this.#settle();
    return Array.from(this.#entries.values(), ({ view }) => view).filter((view) => view !== null);
  }

  files(): readonly FoundAt[] {
    return Array.from(this.#entries.values(), ({ file, paths }) => ({ file, paths: [...paths] }));
  }

  clear(context: CandidateContext): void {
    this.#context = context;
    this.#placeOf = createPlacer(context.place);
    for (const kept of [this.#entries, this.#byFileId, this.#groups, this.#waiting, this.#changed]) kept.clear();
  }

  #groupFor(file: FoundFile): Entry[] {
    const key = storeKey(file);
    const group = (key === null ? undefined : this.#groups.get(key)) ?? [];
    if (key !== null) this.#groups.set(key, group);
    return group;
  }

  #settle(): void {
    for (const group of this.#waiting) this.#look(group);
    this.#waiting.clear();
  }

  /** Compares a whole group, because which of them counts as the copy depends on all; views only what changed. */
  #look(group: readonly Entry[]): void {
    const asked = new Set(group.filter(({ facts }) => facts === null));
    for (const entry of asked) entry.facts = this.#factsOf(entry);
    const copies = this.#copiesIn(group);
    for (const entry of group) {
      const copyOf = copies.get(entry.id) ?? null;
      const original = (copyOf && this.#entries.get(copyOf.id)) ?? null;
      const isAsNew = asked.has(entry) || (original !== null && asked.has(original));
      if (!isAsNew && isSameCopy(entry.view?.copyOf ?? null, copyOf)) continue;
      const view = viewOf(entry, copyOf, original?.facts ?? null);
      if (entry.view !== null && JSON.stringify(view) === JSON.stringify(entry.view)) continue;
      entry.view = view;
      this.#changed.add(entry);
    }
  }

  #copiesIn(group: readonly Entry[]): ReadonlyMap<string, CopyOf> {
    if (group.length < 2) return new Map();
    const copies = [...findCopies(group.flatMap(({ facts }) => facts?.compared ?? []))].flatMap(
      ([id, { of, kind }]) => {
        const original = this.#entries.get(of);
        return original ? [[id, { id: original.id, path: original.file.path, kind }] as const] : [];
      },
    );
    return new Map(copies);
  }

  #factsOf({ id, file, paths }: Entry): Facts {
    const { outlookProfileOf, isOwnAccount, isInChosenFolder, findMoved } = this.#context;
    const isOwn = file.owner === null ? null : isOwnAccount(file.owner);
    const moved = findMoved(file);
    const facts = {
      health: file.health,
      place: this.#placeOf(file.path),
      outlookProfile: [...paths].map(outlookProfileOf).find((profile) => profile !== null) ?? null,
      // What the system owns is not another person's.
      isOwnAccount: isOwn === false && file.owner !== null && isSystemAccount(file.owner) ? null : isOwn,
      isInChosenFolder: [...paths].some(isInChosenFolder),
      moved,
    };
    const isWanted = suggest({ ...facts, copyOf: null }).isSuggested;
    return { ...facts, compared: { ...file, ...facts, id, isWanted, isMoved: moved !== null } };
  }
}

/** `original`: what the file it is a copy of is judged by. */
function viewOf(
  { id, file, paths, facts }: Entry,
  copyOf: CopyOf | null,
  original: Facts | null,
): CandidateView | null {
  if (facts === null) return null;
  const { path, name, sizeBytes, format, health, kind, isRenamed, isEncrypted, owner } = file;
  const { place, outlookProfile, moved } = facts;
  const isCopyOfWanted = original !== null && (original.moved !== null || original.compared.isWanted === true);
  return {
    ...{ id, path, paths: [...paths], name, sizeBytes, modified: toIsoTime(file.modifiedMs), format, health, kind },
    ...{ isRenamed, isEncrypted, owner, place, outlookProfile, copyOf, moved },
    ...suggest({ ...facts, copyOf, isCopyOfWanted }),
  };
}

function isSameCopy(a: CopyOf | null, b: CopyOf | null): boolean {
  return a?.id === b?.id && a?.kind === b?.kind;
}

/** A UUID has the form of an id; not asking the schema keeps the schemas out of a command line that only scans. */
function newCandidateId(): CandidateId {
  return randomUUID() as string as CandidateId;
}

/** ISO 8601 of a file's time; file systems keep whatever they were told, and times no calendar knows become its furthest day. */
export function toIsoTime(ms: number): string {
  return new Date(Math.max(-MAX_DATE_MS, Math.min(MAX_DATE_MS, ms))).toISOString();
}
