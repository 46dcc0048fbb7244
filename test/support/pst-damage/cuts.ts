import { type DamageKind, REPAIR } from './damage-kind.ts';
import { openImage, rootOf } from './pst-image.ts';

/** Shares of the file that are left, in thousandths. */
const SHARES = [
  1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 125, 150, 200, 250, 300, 333, 350, 400, 450, 500, 550, 600, 650, 667, 700, 750,
  800, 850, 900, 925, 950, 975, 990, 995, 999,
];

/** Bytes that are left: within the header, at its end, where the first maps and pages stand. */
const HEADS = [4, 8, 10, 12, 200, 511, 512, 513, 563, 564, 565, 4096, 0x4200, 0x4400, 0x4401, 0x4600];

/** Bytes that are missing. */
const TAILS = [1, 16, 63, 64, 512, 4096, 65_536];

/** Files that lost their end: at shares of their length, and where one thing ends and the next begins. */
export const CUTS: readonly DamageKind[] = [
  { name: 'cut to nothing', apply: () => Buffer.alloc(0), verdicts: ['notPst'] },
  { name: 'cut to 3 bytes', apply: (source) => copyOf(source, 3), verdicts: ['notPst'] },
  ...SHARES.map((share) => cut(`cut to ${share / 10} %`, (source) => Math.ceil((source.length * share) / 1000))),
  ...HEADS.map((bytes) => cut(`cut to ${bytes} bytes`, () => bytes)),
  ...TAILS.map((bytes) => cut(`cut by ${bytes} bytes`, (source) => source.length - bytes)),
  cut('cut before the index of nodes', (source) => rootOf(openImage(source), 'nodes')),
  cut('cut within the index of blocks', (source) => rootOf(openImage(source), 'blocks') + 100),
];

function cut(name: string, lengthOf: (source: Buffer) => number): DamageKind {
  return { name, apply: (source) => copyOf(source, lengthOf(source)), verdicts: REPAIR };
}

function copyOf(source: Buffer, length: number): Buffer {
  return Buffer.from(source.subarray(0, length));
}
