import type { ScanRoot } from '../../../preload/contract/index.ts';
import type { Format } from '../../format/format.ts';
import type { Messages } from '../../format/locales/en.ts';

/** The headings places to look stand under, in order. */
export const ROOT_GROUPS = ['drives', 'others', 'folders'] as const;
export type RootGroup = (typeof ROOT_GROUPS)[number];

/** The places under their headings, each in the order it came; headings without places are left out. */
export function groupRoots(
  roots: readonly ScanRoot[],
): readonly { readonly group: RootGroup; readonly roots: readonly ScanRoot[] }[] {
  return ROOT_GROUPS.map((group) => ({ group, roots: roots.filter((root) => groupOf(root.kind) === group) })).filter(
    (entry) => entry.roots.length > 0,
  );
}

function groupOf(kind: ScanRoot['kind']): RootGroup {
  switch (kind) {
    case 'fixed':
      return 'drives';
    case 'removable':
    case 'network':
    case 'optical':
    case 'cloud':
      return 'others';
    case 'folder':
    case 'sample':
      return 'folders';
  }
}

/** What stands below the name of a place; `now` is ISO 8601. The kind is left out where the heading tells it. */
export function rootNotes(root: ScanRoot, { find }: Messages, format: Format, now: string): readonly string[] {
  const { kind, aliasOf, freeBytes, sizeBytes, lastScanned } = root;
  const notes = [
    aliasOf !== null && find.aliasOf(aliasOf),
    kind !== 'fixed' && kind !== 'folder' && find.rootKinds[kind],
    freeBytes !== null && sizeBytes !== null && find.freeOf(format.bytes(freeBytes), format.bytes(sizeBytes)),
    lastScanned !== null && find.searchedOn(format.day(lastScanned, now)),
  ];
  return notes.filter((note) => note !== false);
}
