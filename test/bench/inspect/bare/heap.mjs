const HEAP_ID_BYTES = 4;

/**
 * The small values of one node and the trees among them; its blocks are read when they are first needed.
 * @param {ReturnType<import('./database.mjs').openDatabase>} database
 * @param {number} dataId
 * @see [MS-PST] 2.3.1, 2.3.2
 */
export function openHeap(database, dataId) {
  const ids = database.listBlocks(dataId);
  const blocks = [];
  const block = (order) => {
    blocks[order] ??= database.readBlock(ids[order]);
    return blocks[order];
  };
  const get = (id) => {
    const bytes = block(id >>> 16);
    const entry = bytes.readUInt16LE(0) + 2 + 2 * ((id >>> 5) & 0x7ff);
    return bytes.subarray(bytes.readUInt16LE(entry), bytes.readUInt16LE(entry + 2));
  };
  return { root: block(0).readUInt32LE(4), get, leaves: (id) => listLeaves(get, id) };
}

/** The leaves of a tree in order, each with the length of its records. */
function listLeaves(get, id) {
  const header = get(id);
  const [keyBytes, recordBytes] = [header[1], header[1] + header[2]];
  const rootId = header.readUInt32LE(4);
  let nodes = rootId === 0 ? [] : [get(rootId)];
  for (let level = header[3]; level > 0; level -= 1) nodes = nodes.flatMap((node) => listBelow(get, node, keyBytes));
  return nodes.map((bytes) => ({ bytes, recordBytes }));
}

function listBelow(get, node, keyBytes) {
  const below = [];
  for (let at = 0; at < node.length; at += keyBytes + HEAP_ID_BYTES) below.push(get(node.readUInt32LE(at + keyBytes)));
  return below;
}
