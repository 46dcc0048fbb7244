import fc from 'fast-check';
import {
  SAMPLE_RTF,
  type SampleAttachment,
  type SampleContents,
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  type WriteOptions,
} from '../../support/pst-writer/index.ts';

/** Where the texts of a mailbox come from. */
type Texts = {
  readonly text: (maxLength: number) => fc.Arbitrary<string>;
  readonly name: fc.Arbitrary<string>;
  /**
   * True for what other programs export without a fault: folders of one parent have different names, and no RTF is kept
   * uncompressed. libpff wants a checksum even there, where [MS-OXRTFCP] 2.1.3.1 says it is 0, and then leaves out what
   * is attached.
   */
  readonly isTame: boolean;
};

/** Texts for files of either format: the old one holds those of one code page. */
export type TextsOf = { readonly unicode: Texts; readonly ansi: Texts };

/** A text in a PST ends at a zero, a subject may begin with a mark of the format, and a letter with one of Unicode. */
const UNSTORABLE = ['\u0000', '\u0001', '\ufeff'];
/**
 * What is the same in every Western code page and never looks like UTF-8, which a reader may try first where a file does
 * not tell its code page: ASCII and the letters from À to ÿ.
 */
const WESTERN = Array.from({ length: 0x60 - 1 }, (_, i) => String.fromCharCode(0x20 + i)).concat(
  Array.from({ length: 0x40 }, (_, i) => String.fromCharCode(0xc0 + i)),
);
const WESTERN_WORDS = ['invoice', 'Überweisung', 'plan', 'Grüße', 'naïve', 'façade', 'ÆØÅ', 'Ærø', '2015', 'año'];
const WORDS = [
  ...WESTERN_WORDS,
  '請求書',
  '会議',
  'счёт',
  'отпуск',
  'לוח',
  'تقرير',
  'การประชุม',
  '회의',
  'ﬁle',
  'πλάνο',
];

/** Anything a PST can hold, control characters and halves of emoji families included. */
export const WILD_TEXTS: TextsOf = {
  unicode: wild((maxLength) =>
    fc.string({ unit: 'grapheme', maxLength }).filter((value) => !UNSTORABLE.some((mark) => value.includes(mark))),
  ),
  ansi: wild((maxLength) => fc.string({ unit: fc.constantFrom(...WESTERN), maxLength })),
};

/** What survives file names, mail headers and lines of a report, as programs write them that export a PST. */
export const TAME_TEXTS: TextsOf = { unicode: tame(WORDS), ansi: tame(WESTERN_WORDS) };

function wild(text: (maxLength: number) => fc.Arbitrary<string>): Texts {
  const name = text(12)
    .map((value) => value.trim())
    .filter((value) => value !== '');
  return { text, name, isTame: false };
}

function tame(words: readonly string[]): Texts {
  const text = (maxLength: number) =>
    fc.array(fc.constantFrom(...words), { maxLength: Math.floor(maxLength / 10) }).map((list) => list.join(' '));
  return { text, name: fc.constantFrom(...words), isTame: true };
}

/** A mailbox and a way to write it, in any format and encoding. */
export function anyFile(texts: TextsOf): fc.Arbitrary<{ mailbox: SampleMailbox; options: WriteOptions }> {
  return fc.constantFrom('unicode' as const, 'ansi' as const).chain((format) =>
    fc.record({
      mailbox: anyMailbox(texts[format]),
      options: fc.record({
        format: fc.constant(format),
        encoding: fc.constantFrom('none' as const, 'permuted' as const, 'cyclic' as const),
      }),
    }),
  );
}

function anyMailbox(texts: Texts): fc.Arbitrary<SampleMailbox> {
  const item = anyItem(texts);
  const { folder } = fc.letrec<{ folder: SampleFolder }>((tie) => ({
    folder: fc.record(
      {
        name: texts.name,
        items: fc.array(item, { maxLength: 6 }),
        folders: foldersOf(texts, fc.array(tie('folder'), { maxLength: 3, depthIdentifier: 'folders' })),
      },
      { requiredKeys: ['name', 'items'] },
    ),
  }));
  return fc.record({
    displayName: texts.name,
    folders: foldersOf(texts, fc.array(folder, { maxLength: 4 })),
    searchFolders: fc.array(fc.record({ name: texts.name, itemCount: fc.nat() }), { maxLength: 2 }),
  });
}

function foldersOf(texts: Texts, folders: fc.Arbitrary<SampleFolder[]>): fc.Arbitrary<SampleFolder[]> {
  if (!texts.isTame) return folders;
  return folders.map((list) => list.map((folder, order) => ({ ...folder, name: `${folder.name} ${order}` })));
}

function anyItem(texts: Texts): fc.Arbitrary<SampleItem> {
  const file = anyFileAttached(texts);
  // Three deep: a letter in a letter in a letter.
  const inner = itemWith(texts, file);
  const middle = itemWith(texts, fc.oneof(file, inner.map(attached)));
  return fc
    .tuple(
      itemWith(texts, fc.oneof({ weight: 3, arbitrary: file }, { weight: 1, arbitrary: middle.map(attached) })),
      anyContents(texts),
    )
    .map(([letter, contents]) => ({ ...letter, ...contents }));
}

function attached(item: SampleItem): SampleAttachment {
  return { item };
}

function anyFileAttached({ name }: Texts): fc.Arbitrary<SampleAttachment> {
  return fc.record({
    fileName: name,
    mimeType: fc.constantFrom('image/tiff', 'application/octet-stream'),
    // Either side of what a heap, a block of either format and a list of blocks hold.
    bytes: fc.record({
      sizeBytes: fc.constantFrom(1, 100, 3_580, 3_581, 8_176, 8_177, 8_180, 8_181, 100_000),
      seed: fc.nat(),
    }),
  });
}

function itemWith(texts: Texts, attachment: fc.Arbitrary<SampleAttachment>): fc.Arbitrary<SampleItem> {
  const { text, name } = texts;
  const address = fc.record({ name, address: fc.emailAddress() });
  const moment = fc.option(fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }));
  const head = fc.record({
    subject: text(40),
    from: address,
    to: fc.array(address, { maxLength: 4 }),
    cc: fc.array(address, { maxLength: 2 }),
    bcc: fc.array(address, { maxLength: 2 }),
    sent: moment,
    received: moment,
    messageId: fc.uuid().map((id) => `<${id}@contoso.example>`),
    isRead: fc.boolean(),
    attachments: fc.array(attachment, { maxLength: 3 }),
  });
  return fc.tuple(head, anyBody(texts)).map(([facts, body]) => ({ ...facts, ...body }));
}

/** Text, HTML, both, RTF alone, or nothing. */
function anyBody({ text, isTame }: Texts): fc.Arbitrary<Pick<SampleItem, 'textBody' | 'htmlBody' | 'rtfBody'>> {
  const textBody = fc.oneof(
    text(100),
    fc.nat(9_000).map((length) => 'ä'.repeat(length)),
  );
  const rtfBody = fc.record({
    rtf: fc.constantFrom(SAMPLE_RTF, '{\\rtf1 }'),
    isCompressed: isTame ? fc.constant(true) : fc.boolean(),
  });
  return fc.oneof(
    fc.record({ textBody }),
    fc.record({ textBody, htmlBody: text(100) }),
    fc.record({ textBody: fc.constant(''), htmlBody: text(100) }),
    fc.record({ textBody: fc.constant(''), rtfBody }),
  );
}

/** What makes an item more than a letter, which half of them are not. */
function anyContents({ name }: Texts): fc.Arbitrary<SampleContents & { readonly messageClass?: string }> {
  const address = fc.record({ name, address: fc.emailAddress() });
  const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  const period = { start: moment, end: moment };
  const contact = fc.record({
    displayName: name,
    address: fc.emailAddress(),
    company: name,
    businessPhone: fc.constant('+1 555 0100'),
  });
  const others = fc.oneof(
    fc.record({ appointment: fc.record({ ...period, location: name }) }),
    fc.record({ meetingRequest: fc.record({ ...period, location: name }) }),
    fc.record({ contact }),
    fc.record({ distributionList: fc.record({ name, members: fc.array(address, { maxLength: 3 }) }) }),
    fc.record({ task: fc.record({ owner: name, due: moment, isComplete: fc.boolean() }) }),
    fc.record({
      stickyNote: fc.record({ color: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const) }),
    }),
    fc.record({ journalEntry: fc.record({ ...period, type: name }) }),
    fc.record({ nonDelivery: fc.record({ originalSubject: name, reportText: name }) }),
    fc.constant({ messageClass: 'IPM.Post' }),
  );
  return fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: others });
}
