import type { ImportPhase } from '../../preload/contract/index.ts';

/** Status words by how they begin, longest beginnings first. The set is open; what follows varies. */
const PHASE_BY_PREFIX: readonly (readonly [prefix: string, phase: ImportPhase])[] = [
  ['completedwithwarning', 'completedWithWarning'],
  ['completed', 'completed'],
  ['autosuspended', 'suspended'],
  ['suspended', 'suspended'],
  ['queued', 'queued'],
  ['stalled', 'stalled'],
  ['failed', 'failed'],
  ['removed', 'removed'],
  ['canceled', 'removed'],
];

/**
 * How far an import is, from the service's own words (`Status` and `StatusDetail`). A status we do not know counts as
 * running: only what a service clearly says ends an import.
 * @see learn.microsoft.com/powershell/module/exchange/get-mailboximportrequest (`-Status`)
 */
export function toPhase(status: string, statusDetail = ''): ImportPhase {
  const phase = phaseOfWord(status);
  // Exchange keeps the status at InProgress while a request is stalled, or was put back to wait for a server with more
  // room ("relinquished"), and says so in the detail alone.
  return phase === 'running' && isHeldBack(statusDetail) ? 'stalled' : phase;
}

function isHeldBack(statusDetail: string): boolean {
  return /^(stalled|relinquished)/i.test(statusDetail);
}

function phaseOfWord(word: string): ImportPhase {
  const lower = word.toLowerCase();
  return PHASE_BY_PREFIX.find(([prefix]) => lower.startsWith(prefix))?.[1] ?? 'running';
}

/** True when the service does nothing more for this import. */
export function isOver(phase: ImportPhase): boolean {
  return ['completed', 'completedWithWarning', 'failed', 'removed', 'handedOver'].includes(phase);
}
