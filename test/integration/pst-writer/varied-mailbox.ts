import type { SampleAttachment, SampleFolder, SampleItem, SampleMailbox } from '../../support/pst-writer/index.ts';

const WORDS = [
  'invoice',
  'Überweisung',
  '請求書',
  'счёт',
  'plan',
  'Grüße',
  '会議',
  'отпуск',
  'party 🎉',
  'ﬁle',
  'naïve',
];
/** Either side of what a heap value, one block, and one list of blocks hold. */
const EDGE_BYTES = [1, 3_579, 3_580, 3_581, 8_175, 8_176, 8_177, 16_352, 1_021 * 8_176, 1_021 * 8_176 + 1];
const EDGE_CHARACTERS = [1, 1_789, 1_790, 1_791, 4_088, 4_089, 100_000];

/** A mailbox that visits the edges of the format and then some, the same for the same seed. */
export function variedMailbox(seed: number): SampleMailbox {
  const random = makeRandom(seed);
  return {
    displayName: `Varied ${seed}`,
    folders: [
      { name: 'Edges', items: edgeItems() },
      { name: 'Много писем', items: Array.from({ length: 500 }, (_, order) => plain(`Number ${order}`)) },
      { name: 'Tief', folders: [nested(12)] },
      ...Array.from({ length: 6 }, (_, order) => randomFolder(random, `${pick(random, WORDS)} ${order}`, 2)),
    ],
  };
}

/** Messages with more attachments than one block of subnodes lists (338, recipients and the table itself aside). */
export function crowdedMailbox(): SampleMailbox {
  const items = [338, 339, 1_000].map((count) => ({ ...plain(`${count} files`), attachments: tinyFiles(count) }));
  return { displayName: 'Crowded', folders: [{ name: 'Crowded', items }] };
}

function tinyFiles(count: number): SampleAttachment[] {
  return Array.from({ length: count }, (_, order) => attachment(`tiny-${order}.bin`, 10, order));
}

function edgeItems(): SampleItem[] {
  // 75 rows: more than a heap value holds, few enough for a library that reads the table anew for each.
  const people = Array.from({ length: 25 }, (_, order) => ({ name: `P${order}`, address: `p${order}@example.com` }));
  return [
    ...EDGE_CHARACTERS.map((length) => ({ ...plain(`Body of ${length}`), textBody: 'ä'.repeat(length) })),
    { ...plain('Sizes'), attachments: EDGE_BYTES.map((size, order) => attachment(`size-${size}.bin`, size, order)) },
    { ...plain('Many recipients'), to: people, cc: people, bcc: people },
    { ...plain('Many attachments'), attachments: tinyFiles(20) },
    {
      ...plain('Nested'),
      attachments: [{ item: { ...plain('One in'), attachments: [{ item: withFile('Two in') }] } }],
    },
    { ...plain('RE: Prefix') },
    { ...plain('x'.repeat(255)) },
    plain(''),
  ];
}

function withFile(subject: string): SampleItem {
  return { ...plain(subject), attachments: [attachment('ネスト.bin', 20_000, 7)] };
}

function nested(depth: number): SampleFolder {
  const items = [plain(`At ${depth}`)];
  return depth === 0 ? { name: 'Ende', items } : { name: `Ebene ${depth}`, items, folders: [nested(depth - 1)] };
}

function randomFolder(random: () => number, name: string, depth: number): SampleFolder {
  const items = Array.from({ length: Math.floor(random() * 8) }, () => randomItem(random));
  const children = depth === 0 ? 0 : Math.floor(random() * 3);
  const folders = Array.from({ length: children }, (_, order) =>
    randomFolder(random, `${pick(random, WORDS)} ${order}`, depth - 1),
  );
  return { name, items, folders };
}

function randomItem(random: () => number): SampleItem {
  const words = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(random, WORDS));
  const attachments = Array.from({ length: Math.floor(random() * 3) }, (_, order) =>
    attachment(`Anhang ${order} 添付.dat`, Math.floor(random() ** 3 * 60_000) + 1, Math.floor(random() * 1_000)),
  );
  const base = plain(words.join(' '));
  const textBody = `${words.join('\r\n')} `.repeat(Math.ceil(random() * 300));
  const isRead = random() < 0.7;
  return random() < 0.5
    ? { ...base, attachments, textBody, isRead, htmlBody: `<html><body><p>${words.join('<br>')}</p></body></html>` }
    : { ...base, attachments, textBody, isRead };
}

function plain(subject: string): SampleItem {
  return {
    subject,
    from: { name: 'Ann', address: 'ann@contoso.example' },
    to: [{ name: 'Bob', address: 'bob@contoso.example' }],
    sent: new Date('2015-05-05T05:05:05Z'),
    received: new Date('2015-05-05T05:05:09Z'),
    messageId: `<${Buffer.from(subject).toString('hex').slice(0, 40)}@contoso.example>`,
    textBody: 'Text.\r\n',
  };
}

function attachment(fileName: string, sizeBytes: number, seed: number): SampleAttachment {
  return { fileName, mimeType: 'application/octet-stream', bytes: { sizeBytes, seed } };
}

function pick(random: () => number, words: readonly string[]): string {
  return words[Math.floor(random() * words.length)] ?? '';
}

/** Numbers from 0 to 1, the same row for the same seed. */
function makeRandom(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
