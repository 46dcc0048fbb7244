import { ANY_PST, type DamageKind, kindsOf, REPAIR, UNNOTICED } from './damage-kind.ts';
import {
  type BlockRow,
  editBlock,
  isAnsi,
  listBlocks,
  listLists,
  listNodes,
  type NodeRow,
  type PstImage,
  readPlain,
  resealBlock,
  resealEntry,
  writeWide,
} from './pst-image.ts';
import type { Random } from './random.ts';

/** Nodes that are looked at when a file is checked or opened. @see [MS-PST] 2.4.1 */
const STORE = 0x21;
const NAMES = 0x61;
const ROOT_FOLDER = 0x122;
const ROOT_FOLDERS = 0x12d;

/** What the entries of the two indexes, and the lists of blocks, can say that is not true, under right checksums. */
export const BLOCK_KINDS: readonly DamageKind[] = [
  ...kindsOf(REPAIR, {
    'blocks: all of 65,535 bytes': (image) => eachBlock(image, (at) => writeSize(image, at, 65_535)),
    'blocks: all of 0 bytes': (image) => eachBlock(image, (at) => writeSize(image, at, 0)),
    'blocks: all of 1 byte': (image) => eachBlock(image, (at) => writeSize(image, at, 1)),
    'blocks: all one byte longer': (image) =>
      eachBlock(image, (at, { sizeBytes }) => writeSize(image, at, sizeBytes + 1)),
    'blocks: all behind the end': (image) => eachBlock(image, (at) => writePlace(image, at, 0x7fff_ff00)),
    'blocks: all at the header': (image) => eachBlock(image, (at) => writePlace(image, at, 0)),
    'blocks: every place off by one': (image) =>
      eachBlock(image, (at, { position }) => writePlace(image, at, position + 1)),
    'nodes: no store': (image) => renameNode(image, STORE, 0x41),
    'nodes: no list of the first folders': (image) => renameNode(image, ROOT_FOLDERS, 0x14d),
    'nodes: data of none': (image) => eachNode(image, (row) => writeData(image, row, 0)),
    'nodes: data that is not there': (image) => eachNode(image, (row) => writeData(image, row, 0x7fff_fffc)),
    'nodes: all with the data of the first': (image) => {
      const [first] = listNodes(image);
      eachNode(image, (row) => writeData(image, row, first?.dataId ?? 0));
    },
    'nodes: the store has the data of the first folder': (image) => shareData(image, STORE, ROOT_FOLDERS),
    'blocks: none but the store unsealed': (image) => unsealAll(image, () => true),
  }),
  ...kindsOf(UNNOTICED, {
    'nodes: no names of properties': (image) => renameNode(image, NAMES, 0x62),
    'nodes: no first folder': (image) => renameNode(image, ROOT_FOLDER, 0x123),
  }),
  ...kindsOf(ANY_PST, {
    'blocks: one of 65,535 bytes': (image, random) => oneBlock(image, random, (at) => writeSize(image, at, 65_535)),
    'blocks: every other unsealed': (image) => unsealAll(image, (number) => number % 2 === 1),
    'blocks: every tenth behind the end': (image) =>
      eachBlock(image, (at, _, number) => number % 10 === 5 && writePlace(image, at, 0x7fff_ff00)),
    'blocks: all at the place of the one before': (image) => shiftPlaces(image),
    'blocks: all with random data, sealed': (image, random) => randomData(image, random, () => true),
    'blocks: a tenth with random data, sealed': (image, random) =>
      randomData(image, random, () => random.below(10) === 0),
    'blocks: half zeroed, sealed': (image) =>
      eachBlock(image, (_, block) => editBlock(image, block, (plain) => plain.fill(0, plain.length >> 1))),
    'nodes: subnodes of each are its data': (image) => eachNode(image, (row) => writeSubnodes(image, row, row.dataId)),
    'nodes: data of each is its subnodes': (image) =>
      eachNode(image, (row) => row.subnodesId && writeData(image, row, row.subnodesId)),
    'nodes: subnodes that are not there': (image) => eachNode(image, (row) => writeSubnodes(image, row, 0x7fff_fffe)),
    'nodes: subnodes of all are those of one': (image) => {
      const rich = listNodes(image).find(({ subnodesId }) => subnodesId !== 0);
      eachNode(image, (row) => writeSubnodes(image, row, rich?.subnodesId ?? 0));
    },
    'nodes: every third is gone': (image) =>
      eachNode(image, (row, number) => number % 3 === 2 && writeData(image, row, 0)),
    ...listLies('data', { start: () => 8, step: (image) => image.layout.idBytes, idAt: () => 0 }),
    ...listLies('subnodes', {
      start: (image) => (isAnsi(image) ? 4 : 8),
      step: (image) => image.layout.idBytes * 3,
      idAt: (image) => image.layout.idBytes,
    }),
  }),
];

type Damages = Parameters<typeof kindsOf>[1];
type Shape = Readonly<Record<'start' | 'step' | 'idAt', (image: PstImage) => number>>;

/** Lies in the lists that stand for long data, or for what belongs to a node. @see [MS-PST] 2.2.2.8.3 */
function listLies(kind: 'data' | 'subnodes', shape: Shape): Damages {
  const name = (what: string) => `lists of ${kind}: ${what}`;
  const each = (edit: (plain: Buffer, image: PstImage, block: BlockRow) => void) => (image: PstImage) => {
    for (const block of listLists(image, kind)) editBlock(image, block, (plain) => edit(plain, image, block));
  };
  const lead = (to: (number: number, block: BlockRow, ids: readonly number[]) => number) =>
    each((plain, image, block) => leadList({ plain, image, shape }, (number, ids) => to(number, block, ids)));
  return {
    [name('65,535 entries')]: each((plain) => plain.writeUInt16LE(65_535, 2)),
    [name('0 entries')]: each((plain) => plain.writeUInt16LE(0, 2)),
    [name('one entry too many')]: each((plain) => plain.writeUInt16LE(plain.readUInt16LE(2) + 1, 2)),
    [name('another level')]: each((plain) => plain.writeUInt8((plain[1] ?? 0) ^ 1, 1)),
    [name('level 3')]: each((plain) => plain.writeUInt8(3, 1)),
    [name('level 255')]: each((plain) => plain.writeUInt8(255, 1)),
    [name('of another kind')]: each((plain) => plain.writeUInt8(kind === 'data' ? 2 : 1, 0)),
    [name('of no kind')]: each((plain) => plain.writeUInt8(0x77, 0)),
    [name('total of 4 GiB')]: each((plain) => plain.writeUInt32LE(0xffff_ffff, 4)),
    [name('total of 0')]: each((plain) => plain.writeUInt32LE(0, 4)),
    [name('each leads to itself')]: lead((_, block) => block.id),
    [name('each leads to itself, from above')]: (image) => {
      lead((_, block) => block.id)(image);
      each((plain) => plain.writeUInt8(kind === 'data' ? 2 : 1, 1))(image);
    },
    [name('all entries are the first')]: lead((_, __, ids) => ids[0] ?? 0),
    [name('entries that are not there')]: lead(() => 0x7fff_fffc),
    [name('entries of 0')]: lead(() => 0),
    [name('entries backwards')]: lead((number, _, ids) => ids.at(-1 - number) ?? 0),
    [name('entries zeroed')]: each((plain) => plain.fill(0, 8)),
  };
}

type List = { readonly plain: Buffer; readonly image: PstImage; readonly shape: Shape };

function leadList({ plain, image, shape }: List, to: (number: number, ids: readonly number[]) => number): void {
  const start = shape.start(image) + shape.idAt(image);
  const room: PstImage = { ...image, bytes: plain };
  const places: number[] = [];
  for (let at = start; at + image.layout.idBytes <= plain.length; at += shape.step(image)) places.push(at);
  const ids = places.map((at) => plain.readUInt32LE(at));
  places.forEach((at, number) => {
    writeWide(room, to(number, ids), at);
  });
}

function eachBlock(image: PstImage, lie: (at: number, block: BlockRow, number: number) => unknown): void {
  for (const [number, block] of listBlocks(image).entries()) {
    lie(block.at, block, number);
    resealEntry(image, block.at);
  }
}

function oneBlock(image: PstImage, random: Random, lie: (at: number) => void): void {
  const block = random.pick(listBlocks(image));
  lie(block.at);
  resealEntry(image, block.at);
}

function eachNode(image: PstImage, lie: (row: NodeRow, number: number) => unknown): void {
  for (const [number, row] of listNodes(image).entries()) {
    lie(row, number);
    resealEntry(image, row.at);
  }
}

function writeSize({ bytes, layout }: PstImage, at: number, sizeBytes: number): void {
  bytes.writeUInt16LE(sizeBytes & 0xffff, at + layout.idBytes * 2);
}

function writePlace(image: PstImage, at: number, position: number): void {
  writeWide(image, position, at + image.layout.idBytes);
}

function writeData(image: PstImage, { at }: NodeRow, dataId: number): void {
  writeWide(image, dataId, at + image.layout.idBytes);
}

function writeSubnodes(image: PstImage, { at }: NodeRow, id: number): void {
  writeWide(image, id, at + image.layout.idBytes * 2);
}

/** Gives a node another id that sorts to the same place, or near it. */
function renameNode(image: PstImage, id: number, otherId: number): void {
  const row = listNodes(image).find((node) => node.id === id);
  if (row === undefined) return;
  // An id that another node has already would put the index out of order.
  const isTaken = listNodes(image).some((node) => node.id === otherId);
  writeWide(image, isTaken ? id + 1 : otherId, row.at);
  resealEntry(image, row.at);
}

function shareData(image: PstImage, id: number, otherId: number): void {
  const nodes = listNodes(image);
  const [row, other] = [nodes.find((node) => node.id === id), nodes.find((node) => node.id === otherId)];
  if (row === undefined || other === undefined) return;
  writeData(image, row, other.dataId);
  resealEntry(image, row.at);
}

function shiftPlaces(image: PstImage): void {
  const places = listBlocks(image).map(({ position }) => position);
  eachBlock(image, (at, _, number) => number > 0 && writePlace(image, at, places[number - 1] ?? 0));
}

function unsealAll(image: PstImage, isMeant: (number: number) => boolean): void {
  for (const [number, { position }] of listBlocks(image).entries()) {
    if (isMeant(number)) image.bytes[position] = (image.bytes[position] ?? 0) ^ 0x55;
  }
}

function randomData(image: PstImage, random: Random, isMeant: () => boolean): void {
  for (const block of listBlocks(image)) {
    if (!isMeant()) continue;
    random.bytes(readPlain(image, block).length).copy(image.bytes, block.position);
    resealBlock(image, block);
  }
}
