import type { FerryChange } from '../../preload/contract/index.ts';

/**
 * What has to be told of one thing after another change: the fewest changes that lead to the same view. Files found come
 * before the state of their scan, and a later state stands for the earlier ones.
 */
export function mergeChanges(waiting: readonly FerryChange[], change: FerryChange): readonly FerryChange[] {
  switch (change.kind) {
    case 'jobChanged':
    case 'rootsListed':
    case 'contentsOutlined':
    case 'tenantChanged':
    case 'probed':
    case 'signInAsks':
      return [change];
    case 'candidatesCleared':
      return [change, ...waiting.filter((other) => other.kind !== 'candidatesFound')];
    case 'candidatesFound':
      return mergeFound(waiting, change);
    case 'scanChanged':
      return [...waiting.filter((other) => other.kind !== 'scanChanged'), change];
  }
}

function mergeFound(
  waiting: readonly FerryChange[],
  change: Extract<FerryChange, { kind: 'candidatesFound' }>,
): readonly FerryChange[] {
  const known = waiting.find((other) => other.kind === 'candidatesFound')?.candidates ?? [];
  // A later view of a file takes the place of the earlier one.
  const views = new Map([...known, ...change.candidates].map((candidate) => [candidate.id, candidate]));
  const found: FerryChange = { kind: 'candidatesFound', candidates: [...views.values()] };
  const cleared = waiting.filter((other) => other.kind === 'candidatesCleared');
  return [...cleared, found, ...waiting.filter((other) => other.kind === 'scanChanged')];
}
