const ONE_OFF_PROVIDER = Buffer.from('812b1fa4bea310199d6e00dd010f5402', 'hex');
/** Unicode text, no rich text wanted. @see [MS-OXCDATA] 2.2.5.1 */
const ONE_OFF_FLAGS = 0x9001;

/** The entry id of a folder or item of this store. `recordKey` is the store's, 16 bytes. @see [MS-PST] 2.4.3.2 */
export function storeEntryId(recordKey: Buffer, nid: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.set(recordKey, 4);
  bytes.writeUInt32LE(nid, 20);
  return bytes;
}

/** The entry id of someone outside any address book. @see [MS-OXCDATA] 2.2.5.1 */
export function oneOffEntryId(name: string, address: string): Buffer {
  const head = Buffer.alloc(24);
  head.set(ONE_OFF_PROVIDER, 4);
  head.writeUInt16LE(ONE_OFF_FLAGS, 22);
  return Buffer.concat([head, Buffer.from(`${name}\0SMTP\0${address}\0`, 'utf16le')]);
}

/** What addresses are compared by. */
export function addressSearchKey(address: string): Buffer {
  return Buffer.from(`SMTP:${address.toUpperCase()}\0`, 'latin1');
}
