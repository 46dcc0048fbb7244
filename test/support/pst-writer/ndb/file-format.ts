/** The two page layouts of PSTs: since Outlook 2003, and before. */
export type FileFormatName = 'unicode' | 'ansi';

/** What differs between the layouts, bytes. @see [MS-PST] 2.2.2 */
export type FileFormat = {
  readonly name: FileFormatName;
  /** Width of block ids, page ids and offsets. */
  readonly idBytes: 4 | 8;
  /** What ends a block or a page: type or size, signature, checksum, id. */
  readonly trailerBytes: 12 | 16;
  /** Most data bytes one block holds: 8 KiB less its trailer. @see [MS-PST] 2.2.2.8.1 */
  readonly maxBlockBytes: number;
  /** Room for the rows of a B-tree page; what describes them follows. @see [MS-PST] 2.2.2.7.7.1 */
  readonly pageRowsBytes: number;
  /** Where the bits of a map page start. @see [MS-PST] 2.2.2.7.2.1 */
  readonly mapBitsOffset: 0 | 4;
  /** Where the rows of a block of subnodes start. @see [MS-PST] 2.2.2.8.3.3 */
  readonly subnodesOffset: 4 | 8;
  /** Width of a row's number in a table. @see [MS-PST] 2.3.4.3.1 */
  readonly rowNumberBytes: 2 | 4;
  readonly maxFileBytes: number;
};

/** The layouts by name. */
export const FILE_FORMATS: Readonly<Record<FileFormatName, FileFormat>> = {
  unicode: {
    name: 'unicode',
    idBytes: 8,
    trailerBytes: 16,
    maxBlockBytes: 8_176,
    pageRowsBytes: 488,
    mapBitsOffset: 0,
    subnodesOffset: 8,
    rowNumberBytes: 4,
    maxFileBytes: Number.MAX_SAFE_INTEGER,
  },
  ansi: {
    name: 'ansi',
    idBytes: 4,
    trailerBytes: 12,
    maxBlockBytes: 8_180,
    pageRowsBytes: 496,
    mapBitsOffset: 4,
    subnodesOffset: 4,
    rowNumberBytes: 2,
    // Offsets are signed in the programs of that time.
    maxFileBytes: 0x7fff_ffff,
  },
};
