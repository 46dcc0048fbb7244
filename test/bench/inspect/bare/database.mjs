import fs from 'node:fs';
import util from 'pst-extractor/dist/PSTUtil.class.js';

const HEADER_BYTES = 564;
const PAGE_BYTES = 512;
/** The first Unicode version. @see [MS-PST] 2.2.2.6 wVer */
const FIRST_UNICODE = 20;
const PERMUTED = 1;
/** Bit of a block's id: it lists other blocks and is not encoded. */
const INTERNAL_BIT = 2;
const LIST_OF_LISTS = 2;

/** Where things stand, by the width of ids and places. @see [MS-PST] 2.2.2.6, 2.2.2.7.7 */
const UNICODE = {
  width: 8,
  encodingAt: 513,
  nodeRootAt: 224,
  blockRootAt: 240,
  levelsAt: 491,
  nodeBytes: 32,
  blockBytes: 24,
};
const ANSI = {
  width: 4,
  encodingAt: 461,
  nodeRootAt: 188,
  blockRootAt: 196,
  levelsAt: 499,
  nodeBytes: 16,
  blockBytes: 12,
};

/**
 * The lowest layer of a healthy PST: nodes by id, data by the id of its block.
 * @param {string} file
 */
export function openDatabase(file) {
  const descriptor = fs.openSync(file, 'r');
  const header = readAt(descriptor, HEADER_BYTES, 0);
  const isAnsi = header.readUInt16LE(10) < FIRST_UNICODE;
  const layout = isAnsi ? ANSI : UNICODE;
  const wide = isAnsi ? readNarrow : readWide;
  const page = rememberPages(descriptor);
  const isPermuted = header[layout.encodingAt] === PERMUTED;
  const nodes = { root: wide(header, layout.nodeRootAt), entryBytes: layout.nodeBytes };
  const blocks = { root: wide(header, layout.blockRootAt), entryBytes: layout.blockBytes };
  const find = (tree, key) => findEntry({ page, layout, wide, tree }, key);

  const readBlock = (id) => {
    const { bytes, at } = find(blocks, id - (id % 2));
    const data = readAt(descriptor, bytes.readUInt16LE(at + 2 * layout.width), wide(bytes, at + layout.width));
    if (isPermuted && !(id & INTERNAL_BIT)) decode(data);
    return data;
  };
  const listBlocks = (id) => {
    if (!(id & INTERNAL_BIT)) return [id];
    const list = readBlock(id);
    const ids = Array.from({ length: list.readUInt16LE(2) }, (_, order) => wide(list, 8 + order * layout.width));
    return list[1] === LIST_OF_LISTS ? ids.flatMap(listBlocks) : ids;
  };
  const findNode = (id) => {
    const entry = find(nodes, id);
    return entry === null ? null : wide(entry.bytes, entry.at + layout.width);
  };
  return { isAnsi, findNode, listBlocks, readBlock };
}

function rememberPages(descriptor) {
  const pages = new Map();
  return (place) => {
    let page = pages.get(place);
    if (page === undefined) {
      page = readAt(descriptor, PAGE_BYTES, place);
      pages.set(place, page);
    }
    return page;
  };
}

function readAt(descriptor, length, place) {
  const bytes = Buffer.allocUnsafe(length);
  fs.readSync(descriptor, bytes, 0, length, place);
  return bytes;
}

/** The entry with a key, by halving from the root down; null when there is none. */
function findEntry({ page, layout, wide, tree }, key) {
  let bytes = page(tree.root);
  while (bytes[layout.levelsAt] > 0) {
    const at = findLast(bytes, { count: bytes[layout.levelsAt - 3], entryBytes: 3 * layout.width, wide }, key);
    bytes = page(wide(bytes, at + 2 * layout.width));
  }
  const at = findLast(bytes, { count: bytes[layout.levelsAt - 3], entryBytes: tree.entryBytes, wide }, key);
  return wide(bytes, at) === key ? { bytes, at } : null;
}

/** Where the last entry starts whose key is not above `key`; the first when all are. */
function findLast(bytes, { count, entryBytes, wide }, key) {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (wide(bytes, middle * entryBytes) <= key) low = middle;
    else high = middle - 1;
  }
  return low * entryBytes;
}

function readNarrow(bytes, at) {
  return bytes.readUInt32LE(at);
}

function readWide(bytes, at) {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}

const PLAIN = Uint8Array.from(util.PSTUtil.compEnc);

function decode(data) {
  for (let at = 0; at < data.length; at += 1) data[at] = PLAIN[data[at]];
}
