import { ANY_PST, type DamageKind, kindsOf, REPAIR } from './damage-kind.ts';
import { listBlocks, listPages, type PstImage, rootOf } from './pst-image.ts';
import type { Random } from './random.ts';

/** Where the header and the first map end: what stands before is damaged by other kinds. */
const BODY = 0x4600;
const PAGE = 512;

/** Stretches of the file lost to zeros or to anything: bad sectors, broken copies, other programs. */
export const RANGE_KINDS: readonly DamageKind[] = [
  ...kindsOf(REPAIR, {
    'zeros: first page of nodes': (image) => fillPage(image, rootOf(image, 'nodes')),
    'zeros: first page of blocks': (image) => fillPage(image, rootOf(image, 'blocks')),
    'zeros: every page of nodes': (image) => fillIndex(image, 'nodes'),
    'zeros: every page of blocks': (image) => fillIndex(image, 'blocks'),
    'zeros: everything behind the header': ({ bytes }) => bytes.fill(0, 564),
    'zeros: everything behind the first map': ({ bytes }) => bytes.fill(0, BODY),
    'ones: everything behind the first map': ({ bytes }) => bytes.fill(0xff, BODY),
    'random: first page of nodes': (image, random) => scramble(image, random, rootOf(image, 'nodes'), PAGE),
    'random: first page of blocks': (image, random) => scramble(image, random, rootOf(image, 'blocks'), PAGE),
    'random: everything behind the first map': (image, random) =>
      scramble(image, random, BODY, image.bytes.length - BODY),
  }),
  ...kindsOf(['notClosed'], {
    'zeros: first map': (image) => fillPage(image, 0x4400),
    'random: first map': (image, random) => scramble(image, random, 0x4400, PAGE),
    'first map of another kind': ({ bytes }) => bytes.fill(0x83, 0x4400 + 500, 0x4400 + 502),
  }),
  ...kindsOf(ANY_PST, {
    'zeros: from the last block on': (image) => image.bytes.fill(0, Math.max(...placesOf(image))),
    'zeros: last tenth of what is used': (image) => image.bytes.fill(0, Math.floor(Math.max(...placesOf(image)) * 0.9)),
    'zeros: last half': ({ bytes }) => bytes.fill(0, bytes.length >> 1),
    'zeros: middle tenth': ({ bytes }) =>
      bytes.fill(0, Math.floor(bytes.length * 0.45), Math.floor(bytes.length * 0.55)),
    'zeros: every tenth page': (image, random) =>
      everyPage(image, (at) => random.below(10) === 0 && fillPage(image, at)),
    'zeros: every hundredth page': (image, random) =>
      everyPage(image, (at) => random.below(100) === 0 && fillPage(image, at)),
    'zeros: every second sector': (image) =>
      everyPage(image, (at) => at % 8192 < 4096 && at >= 0x6000 && fillPage(image, at)),
    'random: every tenth page': (image, random) =>
      everyPage(image, (at) => random.below(10) === 0 && scramble(image, random, at, PAGE)),
    'random: every hundredth page': (image, random) =>
      everyPage(image, (at) => random.below(100) === 0 && scramble(image, random, at, PAGE)),
    'pages in another order': (image, random) =>
      everyPage(image, (at) => random.below(20) === 0 && repeatPage(image, at)),
    'a stretch in another place': ({ bytes }) => bytes.copyWithin(BODY + 4096, BODY, BODY + 32_768),
    'a stretch moved by one byte': ({ bytes }) => bytes.copyWithin(BODY + 8193, BODY + 8192, BODY + 20_000),
    ...hits(),
    ...stretches(),
  }),
];

type Damages = Parameters<typeof kindsOf>[1];

/** So many single bytes, or single bits, anywhere behind the header. */
function hits(): Damages {
  const counts = ['one byte', 'ten bytes', 'a hundred bytes', 'a thousand bytes'].map(
    (name, i) => [name, 10 ** i] as const,
  );
  const bytes = counts.map(([name, count]) => [
    `random: ${name}`,
    (image: PstImage, random: Random) => hit(image, count, () => random.below(image.bytes.length - 564) + 564, random),
  ]);
  const percent = [
    'random: one byte in a hundred',
    (image: PstImage, random: Random) =>
      hit(image, image.bytes.length / 100, () => random.below(image.bytes.length - 564) + 564, random),
  ];
  return Object.fromEntries([...bytes, percent]);
}

/** Stretches from a few bytes to 64 KiB. */
function stretches(): Damages {
  const lengths = [16, 64, 512, 2048, 4096, 8192, 16_384, 65_536];
  return Object.fromEntries(
    lengths.flatMap((length) => [
      [
        `random: a stretch of ${length} bytes`,
        (image: PstImage, random: Random) => scramble(image, random, placeOf(image, random), length),
      ],
      [
        `zeros: a stretch of ${length} bytes`,
        (image: PstImage, random: Random) => {
          const at = placeOf(image, random);
          image.bytes.fill(0, at, at + length);
        },
      ],
    ]),
  );
}

function placeOf({ bytes }: PstImage, random: Random): number {
  return BODY + random.below(Math.floor((bytes.length - BODY) / 2));
}

function hit({ bytes }: PstImage, count: number, place: () => number, random: Random): void {
  for (let done = 0; done < count; done += 1) bytes[place()] = random.below(256);
}

function fillPage({ bytes }: PstImage, at: number): void {
  bytes.fill(0, at, at + PAGE);
}

function fillIndex(image: PstImage, index: 'nodes' | 'blocks'): void {
  for (const { at } of listPages(image, index)) fillPage(image, at);
}

function placesOf(image: PstImage): readonly number[] {
  return listBlocks(image).map(({ position }) => position);
}

function everyPage({ bytes }: PstImage, damage: (at: number) => unknown): void {
  for (let at = BODY; at + PAGE <= bytes.length; at += PAGE) damage(at);
}

function repeatPage({ bytes }: PstImage, at: number): void {
  bytes.copyWithin(at, at - PAGE, at);
}

function scramble({ bytes }: PstImage, random: Random, at: number, length: number): void {
  random.bytes(Math.min(length, bytes.length - at)).copy(bytes, at);
}
