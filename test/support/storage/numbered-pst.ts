import { readFile, writeFile } from 'node:fs/promises';
import { pstCrc } from '../../../main/pst/crc.ts';
import { numberedLetter, writePst } from '../pst-writer/index.ts';

/** Fields of the header of a Unicode PST, bytes from its start. @see [MS-PST] 2.2.2.6 */
const HEADER = {
  crcPartial: 4,
  crcStart: 8,
  client: 8,
  unique: 0x28,
  crcFull: 0x20c,
  partialBytes: 471,
  fullBytes: 516,
};

/** Writes a small PST to copy from. */
export async function writeTemplate(path: string): Promise<Buffer> {
  await writePst(path, { displayName: 'Numbered', folders: [{ name: 'Inbox', items: [numberedLetter(1)] }] });
  return readFile(path);
}

/** The template with a header of its own and other bytes near its end: a file like no other, as a checker sees it. */
export function numberedPst(template: Buffer, number: number): Buffer {
  const bytes = Buffer.from(template);
  bytes.writeUInt32LE(number + 1, HEADER.unique);
  bytes.writeUInt32LE(number, bytes.byteLength - 600);
  return sealed(bytes);
}

/** The same with another word for what wrote it: `SO` for an offline cache, `BA` for an address book. */
export function ofClient(pst: Buffer, client: number): Buffer {
  const bytes = Buffer.from(pst);
  bytes.writeUInt16LE(client, HEADER.client);
  return sealed(bytes);
}

export async function writeNumberedPst(path: string, template: Buffer, number: number): Promise<void> {
  await writeFile(path, numberedPst(template, number));
}

function sealed(bytes: Buffer): Buffer {
  const crcOf = (length: number) => pstCrc(bytes.subarray(HEADER.crcStart, HEADER.crcStart + length)) >>> 0;
  bytes.writeUInt32LE(crcOf(HEADER.partialBytes), HEADER.crcPartial);
  bytes.writeUInt32LE(crcOf(HEADER.fullBytes), HEADER.crcFull);
  return bytes;
}
