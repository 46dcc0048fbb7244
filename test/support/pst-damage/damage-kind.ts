import type { Verdict } from '../../../preload/contract/index.ts';
import { openImage, type PstImage } from './pst-image.ts';
import { createRandom, type Random } from './random.ts';

/** One way to break a sound PST; the same bytes each time. */
export type DamageKind = {
  readonly name: string;
  /** A damaged copy; the same bytes again where the source has nothing of what is meant. */
  apply(source: Buffer): Buffer;
  /** What a health check may say of it. Only one where the damage stands at a place that is looked at. */
  readonly verdicts: readonly Verdict[];
};

/** For damage that a glance may miss: whether it is at a place that is looked at depends on the file. */
export const ANY_PST: readonly Verdict[] = ['fine', 'notClosed', 'repairFirst'];
export const REPAIR: readonly Verdict[] = ['repairFirst'];
/** For what looks like a sound file from outside, at both ends and in the store. */
export const UNNOTICED: readonly Verdict[] = ['fine'];

type Damage = (image: PstImage, random: Random) => void;

/** Kinds of damage that are done to a copy in place, by name. Each has random numbers of its own, by its name. */
export function kindsOf(
  verdicts: readonly Verdict[],
  damages: Readonly<Record<string, Damage>>,
): readonly DamageKind[] {
  return Object.entries(damages).map(([name, damage]) => ({
    name,
    verdicts,
    apply: (source) => {
      const image = openImage(source);
      damage(image, createRandom(seedOf(name)));
      return image.bytes;
    },
  }));
}

/** A number for a name. */
export function seedOf(name: string): number {
  return [...name].reduce((seed, letter) => (Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
}
