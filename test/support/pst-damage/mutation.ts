import { isInternal } from '../../../main/pst/page-layout.ts';
import {
  type BlockRow,
  editBlock,
  listBlocks,
  listPages,
  openImage,
  type PageRow,
  type PstImage,
  resealHeader,
  resealPage,
} from './pst-image.ts';
import { createRandom, type Random } from './random.ts';

/** A damaged copy, and in words what was done to it. */
export type Mutation = { readonly bytes: Buffer; readonly steps: readonly string[] };

/** Numbers that sit on borders: of a field, of a page, of a sign. */
const BORDERS = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfff0, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
];

const MAX_STEPS = 6;
const MAX_RUN = 64;

/**
 * Damages a sound PST by chance: the same for the same seed. Of four seeds three leave right checksums behind, so that
 * what lies beneath them is reached.
 */
export function mutate(source: Buffer, seed: number): Mutation {
  const random = createRandom(seed);
  const image = openImage(source);
  const isSealed = random.below(4) > 0;
  const count = 1 + random.below(MAX_STEPS);
  const map = { pages: [...listPages(image, 'nodes'), ...listPages(image, 'blocks')], blocks: listBlocks(image) };
  const steps: string[] = [];
  for (let done = 0; done < count; done += 1) {
    steps.push(isSealed ? mutateSealed(image, map, random) : mutateAnywhere(image, random));
  }
  if (!isSealed && random.below(2) === 0) resealHeader(image);
  return { bytes: isSealed ? image.bytes : cut(image.bytes, random, steps), steps };
}

type Places = { readonly pages: readonly PageRow[]; readonly blocks: readonly BlockRow[] };

/** Blocks hold nearly all there is to get wrong; lists among them are few but lead everywhere. */
function mutateSealed(image: PstImage, { pages, blocks }: Places, random: Random): string {
  const what = random.below(10);
  if (what === 0) {
    const { at, count, entryBytes } = random.pick(pages);
    const step = mutateBytes(image.bytes.subarray(at, at + Math.max(count * entryBytes, 1)), random);
    resealPage(image, at);
    return `page ${at}: ${step}`;
  }
  if (what === 1) {
    const step = mutateBytes(image.bytes.subarray(24, 479), random);
    resealHeader(image);
    return `header: ${step}`;
  }
  const lists = blocks.filter(({ id }) => isInternal(id));
  const block = random.pick(what === 2 && lists.length > 0 ? lists : blocks);
  let step = '';
  editBlock(image, block, (plain) => {
    // Heaps tell at their start, and at their end, where everything else is.
    const part = random.below(3);
    const from = part === 2 ? Math.max(plain.length - 128, 0) : 0;
    const target = part === 0 ? plain : plain.subarray(from, from + 128);
    step = `${from}: ${mutateBytes(target, random)}`;
  });
  return `block ${block.id} from ${step}`;
}

function mutateAnywhere({ bytes }: PstImage, random: Random): string {
  return `file: ${mutateBytes(random.below(4) === 0 ? bytes.subarray(0, 564) : bytes, random)}`;
}

/** One change to some bytes, of which there is at least one. */
function mutateBytes(target: Buffer, random: Random): string {
  const at = random.below(target.length);
  const length = Math.min(1 + random.below(MAX_RUN), target.length - at);
  const end = at + length;
  switch (random.below(6)) {
    case 0: {
      const bit = random.below(8);
      target[at] = (target[at] ?? 0) ^ (1 << bit);
      return `bit ${bit} at ${at}`;
    }
    case 1:
      target[at] = random.below(256);
      return `byte ${target[at]} at ${at}`;
    case 2:
      random.bytes(length).copy(target, at);
      return `${length} random bytes at ${at}`;
    case 3: {
      const value = random.below(256);
      target.fill(value, at, end);
      return `${length} bytes of ${value} at ${at}`;
    }
    case 4: {
      const from = random.below(target.length);
      target.copyWithin(at, from, from + length);
      return `${length} bytes from ${from} at ${at}`;
    }
    default:
      return writeBorder(target, at, random);
  }
}

function writeBorder(target: Buffer, at: number, random: Random): string {
  const value = random.pick(BORDERS);
  const width = random.pick([1, 2, 4]);
  // Fields of a width mostly stand at multiples of it.
  const place = at - (at % width);
  if (place + width <= target.length) target.writeUIntLE(value % 256 ** width, place, width);
  return `${value} as ${width} bytes at ${place}`;
}

function cut(bytes: Buffer, random: Random, steps: string[]): Buffer {
  if (random.below(8) > 0) return bytes;
  const length = random.below(bytes.length);
  steps.push(`cut to ${length}`);
  return bytes.subarray(0, length);
}
