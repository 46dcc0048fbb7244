import type { IndexName } from '../../../main/pst/page-layout.ts';
import { ANY_PST, type DamageKind, kindsOf, REPAIR } from './damage-kind.ts';
import { listPages, type PageRow, type PstImage, resealPage, rootOf, writeWide } from './pst-image.ts';

type Lie = (image: PstImage, page: PageRow, index: IndexName) => void;

/** What the pages of an index can say that is not true, under right checksums. */
const ROOT_LIES: Readonly<Record<string, Lie>> = {
  'leads to itself': (image, page) => lead(image, page, () => page.at),
  'leads behind the end of the file': (image, page) => lead(image, page, () => 0x7fff_fe00),
  'leads to the header': (image, page) => lead(image, page, () => 0),
  'leads to a map': (image, page) => lead(image, page, () => 0x4400),
  'leads to the other index': (image, page, index) =>
    lead(image, page, () => rootOf(image, index === 'nodes' ? 'blocks' : 'nodes')),
  'has level 200': (image, page) => setByte(image, page, { field: 'levelOffset', value: 200 }),
  'has another level': (image, page) => setByte(image, page, { field: 'levelOffset', value: page.level + 1 }),
  'has 0 entries': (image, page) => setByte(image, page, { field: 'countOffset', value: 0 }),
  'has 255 entries': (image, page) => setByte(image, page, { field: 'countOffset', value: 255 }),
  'has entries of 0 bytes': (image, page) => setByte(image, page, { field: 'entryBytesOffset', value: 0 }),
  'has entries of 1 byte': (image, page) => setByte(image, page, { field: 'entryBytesOffset', value: 1 }),
  'has entries of 255 bytes': (image, page) => setByte(image, page, { field: 'entryBytesOffset', value: 255 }),
  'is of another kind': (image, page) => setByte(image, page, { field: 'kindOffset', value: 0x84 }),
};

/** Pages below: whether a glance meets them depends on the file. */
const INNER_LIES: Readonly<Record<string, Lie>> = {
  'all have the first id': (image, page) => repeatKey(image, page),
  'stand backwards': (image, page) => reverseEntries(image, page),
  'are zeroed and sealed': ({ bytes }, page) => bytes.fill(0, page.at, page.at + page.count * page.entryBytes),
};

/** The two indexes, each told lies about. */
export const INDEX_KINDS: readonly DamageKind[] = (['nodes', 'blocks'] as const).flatMap((index) => [
  ...Object.entries(ROOT_LIES).flatMap(([name, lie]) =>
    kindsOf(REPAIR, {
      [`${index}: first page ${name}`]: (image) => lieInPages(image, index, { lie, pages: (all) => all.slice(0, 1) }),
    }),
  ),
  ...Object.entries(INNER_LIES).flatMap(([name, lie]) =>
    kindsOf(REPAIR, {
      [`${index}: entries of every page ${name}`]: (image) => lieInPages(image, index, { lie, pages: (all) => all }),
    }),
  ),
  ...kindsOf(REPAIR, {
    [`${index}: first leaf unsealed`]: (image) => unseal(image, leavesOf(image, index)[0]),
    [`${index}: last leaf unsealed`]: (image) => unseal(image, leavesOf(image, index).at(-1)),
    [`${index}: every leaf unsealed`]: (image) => {
      for (const leaf of leavesOf(image, index)) unseal(image, leaf);
    },
  }),
  ...kindsOf(ANY_PST, {
    [`${index}: a leaf in the middle unsealed`]: (image) => unseal(image, middleOf(leavesOf(image, index))),
    [`${index}: a leaf in the middle leads nowhere`]: (image) =>
      lieInPages(image, index, {
        lie: zeroEntries,
        pages: () => [middleOf(leavesOf(image, index))].flatMap((p) => p ?? []),
      }),
    [`${index}: a circle of two steps`]: (image) => circle(image, index),
    [`${index}: every branch leads to one leaf`]: (image) => gather(image, index),
  }),
]);

const zeroEntries: Lie = ({ bytes }, { at, count, entryBytes }) =>
  bytes.fill(0, at + entryBytes, at + count * entryBytes);

type LieInPages = { readonly lie: Lie; readonly pages: (all: readonly PageRow[]) => readonly PageRow[] };

function lieInPages(image: PstImage, index: IndexName, { lie, pages }: LieInPages): void {
  for (const page of pages(listPages(image, index))) {
    lie(image, page, index);
    resealPage(image, page.at);
  }
}

function leavesOf(image: PstImage, index: IndexName): readonly PageRow[] {
  return listPages(image, index).filter(({ level }) => level === 0);
}

function middleOf<T>(list: readonly T[]): T | undefined {
  return list[list.length >> 1];
}

/** Makes a branch of a page if it is none, with every entry leading to one place. */
function lead(image: PstImage, page: PageRow, target: (number: number) => number): void {
  const { bytes, layout } = image;
  const entryBytes = layout.idBytes * 3;
  bytes[page.at + layout.page.levelOffset] = Math.max(page.level, 1);
  bytes[page.at + layout.page.entryBytesOffset] = entryBytes;
  const count = Math.min(page.count, Math.floor(layout.page.countOffset / entryBytes));
  bytes[page.at + layout.page.countOffset] = count;
  for (let i = 0; i < count; i += 1) {
    // The ids rise as they must, from the smallest.
    writeWide(image, i * 0x1000, page.at + i * entryBytes);
    writeWide(image, target(i), page.at + i * entryBytes + layout.idBytes * 2);
  }
}

type ByteLie = {
  readonly field: 'levelOffset' | 'countOffset' | 'entryBytesOffset' | 'kindOffset';
  readonly value: number;
};

function setByte({ bytes, layout }: PstImage, page: PageRow, { field, value }: ByteLie): void {
  bytes[page.at + layout.page[field]] = value;
}

function repeatKey({ bytes, layout }: PstImage, { at, count, entryBytes }: PageRow): void {
  for (let i = 1; i < count; i += 1) bytes.copy(bytes, at + i * entryBytes, at, at + layout.idBytes);
}

function reverseEntries({ bytes }: PstImage, { at, count, entryBytes }: PageRow): void {
  const entries = Array.from({ length: count }, (_, i) =>
    Buffer.from(bytes.subarray(at + i * entryBytes, at + (i + 1) * entryBytes)),
  );
  Buffer.concat(entries.reverse()).copy(bytes, at);
}

function unseal({ bytes, layout }: PstImage, page: PageRow | undefined): void {
  if (page === undefined) return;
  const at = page.at + layout.page.crcOffset;
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
}

/** The last leaf becomes a branch that leads back to the first page. */
function circle(image: PstImage, index: IndexName): void {
  const leaf = leavesOf(image, index).at(-1);
  if (leaf === undefined) return;
  lead(image, leaf, () => rootOf(image, index));
  resealPage(image, leaf.at);
}

/** Every entry of every branch right above the leaves leads to the same leaf. */
function gather(image: PstImage, index: IndexName): void {
  const [leaf] = leavesOf(image, index);
  for (const page of listPages(image, index).filter(({ level }) => level === 1)) {
    for (let i = 0; i < page.count; i += 1) {
      writeWide(image, leaf?.at ?? 0, page.at + i * page.entryBytes + image.layout.idBytes * 2);
    }
    resealPage(image, page.at);
  }
}
