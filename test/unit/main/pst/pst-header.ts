import { HEADER_BYTES } from '../../../../main/pst/header.ts';

export type HeaderFields = {
  readonly magic?: string;
  readonly client?: string;
  readonly version?: number;
  readonly eof?: number;
  readonly mapValid?: number;
  /** bCryptMethod. */
  readonly encoding?: number;
};

/** A header as [MS-PST] 2.2.2.6 describes it, of a file of 271,360 bytes, sealed with the right checksums. */
export function pstHeader(fields: HeaderFields = {}): Uint8Array {
  const { magic = '!BDN', client = 'SM', version = 23, eof = 271_360, mapValid = 2, encoding = 1 } = fields;
  const bytes = Buffer.alloc(HEADER_BYTES, 0x11);
  bytes.write(magic, 0, 'latin1');
  bytes.write(client, 8, 'latin1');
  bytes.writeUInt16LE(version, 0x0a);
  if (version < 20) {
    bytes.writeUInt32LE(eof, 0xa8);
    bytes.writeUInt8(mapValid, 0xc8);
    bytes.writeUInt8(encoding, 0x1cd);
  } else {
    bytes.writeBigUInt64LE(BigInt(eof), 0xb8);
    bytes.writeUInt8(mapValid, 0xf8);
    bytes.writeUInt8(encoding, 0x201);
  }
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 471)), 4);
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 516)), 0x20c);
  return bytes;
}

/** The checksum of [MS-PST] 5.3, bit by bit, so that a test does not share the shortcut of the code. */
function pstCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return crc >>> 0;
}
