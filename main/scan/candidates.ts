import { randomUUID } from 'node:crypto';
import { CandidateId, type CandidateView } from '../../preload/contract/index.ts';
import type { FoundFile } from './scan-event.ts';

/** What is known of one file of the current scan. */
export type Candidate = { readonly view: CandidateView; readonly file: FoundFile };

/** The files of the current scan by id; the window knows the ids alone. */
export interface Candidates {
  add(found: FoundFile): CandidateView;
  /** Null when there is no such candidate, or no longer. */
  get(id: string): Candidate | null;
  /** In the order they were added. */
  list(): readonly CandidateView[];
  /** Forgets all; ids of before never come back. */
  clear(): void;
}

/** The furthest a calendar reaches from 1970, milliseconds. @see ECMA-262, time values */
const MAX_DATE_MS = 8_640_000_000_000_000;

/** An empty registry. */
export function createCandidates(): Candidates {
  const candidates = new Map<string, Candidate>();
  return {
    add: (file) => {
      const { path, name, sizeBytes, format, health } = file;
      const id = CandidateId.parse(randomUUID());
      const view = { id, path, name, sizeBytes, modified: toIsoTime(file.modifiedMs), format, health };
      candidates.set(id, { view, file });
      return view;
    },
    get: (id) => candidates.get(id) ?? null,
    list: () => Array.from(candidates.values(), ({ view }) => view),
    clear: () => candidates.clear(),
  };
}

/** ISO 8601 of a file's time; file systems keep whatever they were told, and times no calendar knows become its furthest day. */
export function toIsoTime(ms: number): string {
  return new Date(Math.max(-MAX_DATE_MS, Math.min(MAX_DATE_MS, ms))).toISOString();
}
