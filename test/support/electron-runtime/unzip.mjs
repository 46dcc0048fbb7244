import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { Sorry } from './sorry.mjs';

/** The most bytes the end record and its comment can take (PKWARE APPNOTE 4.3.16). */
const MAX_END_BYTES = 22 + 65_535;

/**
 * Unpacks a zip file below 4 GiB; permissions are kept, folders come from the names.
 * @param {string} file
 * @param {string} folder
 * @param {{ strip: string, skip: (name: string) => boolean }} options `strip`: the start of every wanted name, left off
 */
export async function unzip(file, folder, { strip, skip }) {
  const descriptor = fs.openSync(file);
  try {
    for (const entry of listEntries(descriptor)) {
      if (entry.name.endsWith('/') || !entry.name.startsWith(strip) || skip(entry.name)) continue;
      const target = path.join(folder, entry.name.slice(strip.length));
      if (!target.startsWith(folder + path.sep)) throw new Sorry(`the archive holds a path out of it: ${entry.name}`);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      await extract(file, { ...entry, start: dataStart(descriptor, entry.offset) }, target);
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function extract(file, { start, sizeBytes, method, mode }, target) {
  const source = fs.createReadStream(file, { start, end: start + sizeBytes - 1 });
  const sink = fs.createWriteStream(target, { mode });
  return method === 8 ? pipeline(source, zlib.createInflateRaw(), sink) : pipeline(source, sink);
}

// Central directory, APPNOTE 4.3.12: a record of 46 bytes, then name, extra field and comment.
function* listEntries(descriptor) {
  const directory = readDirectory(descriptor);
  for (let at = 0; at < directory.length; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      sizeBytes: directory.readUInt32LE(at + 20),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42),
    };
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

function readDirectory(descriptor) {
  const { size } = fs.fstatSync(descriptor);
  const tail = read(descriptor, Math.max(0, size - MAX_END_BYTES), Math.min(size, MAX_END_BYTES));
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new Sorry('the archive is not a zip file');
  return read(descriptor, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
}

// The local header repeats name and extra field, and their lengths may differ from those of the directory.
function dataStart(descriptor, offset) {
  const header = read(descriptor, offset, 30);
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function read(descriptor, position, length) {
  const bytes = Buffer.alloc(length);
  fs.readSync(descriptor, bytes, 0, length, position);
  return bytes;
}
