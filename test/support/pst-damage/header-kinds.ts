import { pstCrc } from '../../../main/pst/crc.ts';
import type { Verdict } from '../../../preload/contract/index.ts';
import { ANY_PST, type DamageKind, kindsOf, REPAIR, seedOf, UNNOTICED } from './damage-kind.ts';
import { fieldOffset, type HeaderField, isAnsi, type PstImage, resealHeader, rootOf, writeWide } from './pst-image.ts';
import { createRandom } from './random.ts';

/** Bytes of the header that the checksum of both layouts covers, from here to there. */
const CHECKED = [8, 479] as const;
const FLIPS = 40;

/** Single bits turned over, and fields that lie under right checksums. */
export const HEADER_KINDS: readonly DamageKind[] = [
  ...flips(),
  ...kindsOf(REPAIR, {
    'header: magic lost': ({ bytes }) => bytes.fill(0, 0, 4),
    'header: magic off by a bit': ({ bytes }) => flip(bytes, 0, 0),
    'header: checksum zeroed': ({ bytes }) => bytes.fill(0, 4, 8),
    'header: checksum off by a bit': ({ bytes }) => flip(bytes, 5, 3),
    'header: version 99 unsealed': ({ bytes }) => void bytes.writeUInt16LE(99, 10),
    'header: other layout unsealed': (image) => void image.bytes.writeUInt16LE(isAnsi(image) ? 23 : 14, 10),
    'header: end zeroed': ({ bytes }) => bytes.fill(0, 100, 479),
    'header: middle random': ({ bytes }, random) => void random.bytes(200).copy(bytes, 100),
  }),
  ...sealed(REPAIR, {
    'stated end behind the real one': (image) => writeField(image, 'eof', image.bytes.length + 512),
    'stated end far behind': (image) => writeField(image, 'eof', 0x7fff_fe00),
    'version 1': ({ bytes }) => void bytes.writeUInt16LE(1, 10),
    'first node page 0': (image) => writeRoot(image, 'nodes', 0),
    'first node page behind the end': (image) => writeRoot(image, 'nodes', 0x7fff_fe00),
    'first node page off by one': (image) => writeRoot(image, 'nodes', rootOf(image, 'nodes') + 1),
    'first node page is the first block page': (image) => writeRoot(image, 'nodes', rootOf(image, 'blocks')),
    'first node page is a map': (image) => writeRoot(image, 'nodes', 0x4400),
    'first block page 0': (image) => writeRoot(image, 'blocks', 0),
    'first block page behind the end': (image) => writeRoot(image, 'blocks', 0x7fff_fe00),
    'first block page off by one': (image) => writeRoot(image, 'blocks', rootOf(image, 'blocks') + 1),
    'first block page is the first node page': (image) => writeRoot(image, 'blocks', rootOf(image, 'nodes')),
    'first pages exchanged': (image) => exchangeRoots(image),
    'data said to be plain': (image) => writeByte(image, 'encoding', 0),
    'data said to be turned': (image) => writeByte(image, 'encoding', 2),
  }),
  ...sealed(['cannotMove'], {
    'unknown encoding 3': (image) => writeByte(image, 'encoding', 3),
    'unknown encoding 255': (image) => writeByte(image, 'encoding', 255),
    'protected by the organisation': (image) => writeByte(image, 'encoding', 0x10),
    'a cache named .pst': ({ bytes }) => void bytes.write('SO', 8, 'latin1'),
    'an address book named .pst': ({ bytes }) => void bytes.writeUInt16LE(0x4241, 8),
  }),
  ...sealed(['cannotMove', 'repairFirst'], { 'other layout': (image) => swapLayout(image) }),
  ...sealed(['notClosed'], { 'maps marked invalid': (image) => writeByte(image, 'mapValid', 0) }),
  ...sealed(UNNOTICED, {
    'maps marked as of old': (image) => writeByte(image, 'mapValid', 1),
    'stated end 0': (image) => writeField(image, 'eof', 0),
    'stated end before the real one': (image) => writeField(image, 'eof', image.bytes.length - 512),
  }),
  ...sealed(['repairFirst', 'notClosed'], {
    'last map behind the end': (image) => writeField(image, 'lastMap', 0x7fff_fe00),
    'last map 0': (image) => writeField(image, 'lastMap', 0),
    'last map off by one': (image) => writeField(image, 'lastMap', 0x4401),
  }),
];

/** Single bits of the header, fixed but scattered. Client and version are in the checksum as everything else. */
function flips(): readonly DamageKind[] {
  const random = createRandom(seedOf('flips'));
  const inChecksum = Array.from({ length: FLIPS }, () => [
    CHECKED[0] + random.below(CHECKED[1] - CHECKED[0]),
    random.below(8),
  ]);
  const behind = Array.from({ length: 6 }, () => [480 + random.below(44), random.below(8)]);
  const kinds = (places: readonly (readonly number[])[], verdicts: readonly Verdict[]) =>
    places.flatMap(([at = 8, bit = 0]) =>
      kindsOf(verdicts, { [`header: bit ${bit} of byte ${at} turned`]: ({ bytes }) => flip(bytes, at, bit) }),
    );
  // Behind byte 479 the header of old files has no checksum.
  return [...kinds(inChecksum, REPAIR), ...kinds(behind, ANY_PST)];
}

function flip(bytes: Buffer, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
}

function sealed(
  verdicts: readonly Verdict[],
  lies: Readonly<Record<string, (image: PstImage) => void>>,
): readonly DamageKind[] {
  return Object.entries(lies).flatMap(([name, lie]) =>
    kindsOf(verdicts, {
      [`header: ${name}`]: (image) => {
        lie(image);
        resealHeader(image);
      },
    }),
  );
}

function writeField(image: PstImage, field: HeaderField, value: number): void {
  writeWide(image, value, fieldOffset(image, field));
}

function writeByte(image: PstImage, field: HeaderField, value: number): void {
  image.bytes[fieldOffset(image, field)] = value;
}

function writeRoot(image: PstImage, index: 'nodes' | 'blocks', position: number): void {
  writeWide(image, position, image.layout.roots[index]);
}

function exchangeRoots(image: PstImage): void {
  const [nodes, blocks] = [rootOf(image, 'nodes'), rootOf(image, 'blocks')];
  writeRoot(image, 'nodes', blocks);
  writeRoot(image, 'blocks', nodes);
}

/** Seals as the other layout would: the fields then mean something else. */
function swapLayout(image: PstImage): void {
  const { bytes } = image;
  bytes.writeUInt16LE(isAnsi(image) ? 23 : 14, 10);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 516)), 0x20c);
}
