import type { JobView } from '../../../preload/contract/index.ts';

/** An import that stands still at the service, and the service's own words for that, empty when it has none. */
export type ImportNote = { readonly phase: 'stalled' | 'suspended'; readonly detail: string };

/** Why an import under way stands still; null while it does not. One that was paused here is not told of. */
export function importNoteOf({ state, statistics }: Pick<JobView, 'state' | 'statistics'>): ImportNote | null {
  if (state !== 'importing' || statistics === null) return null;
  const { phase, status, statusDetail } = statistics;
  if (phase !== 'stalled' && phase !== 'suspended') return null;
  return { phase, detail: statusDetail === '' ? status : statusDetail };
}
