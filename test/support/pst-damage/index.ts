import { BLOCK_KINDS } from './block-kinds.ts';
import { CUTS } from './cuts.ts';
import type { DamageKind } from './damage-kind.ts';
import { HEADER_KINDS } from './header-kinds.ts';
import { HEAP_KINDS } from './heap-kinds.ts';
import { INDEX_KINDS } from './index-kinds.ts';
import { RANGE_KINDS } from './range-kinds.ts';
import { STRAY_FILES } from './stray-files.ts';

export type { DamageKind } from './damage-kind.ts';
export { createRandom, type Random } from './random.ts';

/** Every way a PST is broken on purpose; names are unique. For sound files of 512-byte pages, Unicode and ANSI. */
export const damageKinds: readonly DamageKind[] = [
  ...CUTS,
  ...STRAY_FILES,
  ...HEADER_KINDS,
  ...RANGE_KINDS,
  ...INDEX_KINDS,
  ...BLOCK_KINDS,
  ...HEAP_KINDS,
];
