import type {
  CandidateView,
  Contents,
  FolderContents,
  HealthCheck,
  Outline,
  Tally,
} from '../../../preload/contract/index.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const TOP = 'Top of Outlook data file';

/** What a health check says of a file without fault; everything has a default. */
export function sampleCheck(change: Partial<HealthCheck> = {}): HealthCheck {
  return {
    verdict: 'fine',
    findings: [],
    format: 'unicode',
    health: 'fine',
    encoding: 'permuted',
    hasPassword: false,
    ...change,
  };
}

/** A folder of the given names with mail of some years, an item of 50 KB each; everything but names and number has a default. */
export function sampleFolder(
  path: readonly string[],
  items: number,
  change: Partial<FolderContents> = {},
): FolderContents {
  return {
    id: [...path.join('\n')].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) % 0x7fff_ffff, 5381),
    path: [...path],
    role: null,
    items,
    sizeBytes: items * 50_000,
    kinds: { mail: items, calendar: 0, contact: 0, task: 0, note: 0, other: 0 },
    unread: 0,
    oldest: items === 0 ? null : '2009-02-03T08:00:00.000Z',
    newest: items === 0 ? null : '2016-11-30T17:00:00.000Z',
    tooLarge: 0,
    ...change,
  };
}

/** The contents that these folders make; everything but they has a default. */
export function contentsOf(folders: readonly FolderContents[], change: Partial<Contents> = {}): Contents {
  const check = change.check ?? sampleCheck();
  return {
    format: check.format,
    health: check.health,
    check,
    top: [TOP],
    folders: [...folders],
    searchFolders: [],
    largest: [],
    tooDeep: 0,
    problems: [],
    ...totalOf(folders),
    ...change,
  };
}

/** What is inside a file. */
export function sampleContents(candidate: CandidateView): Contents {
  const isOpen = candidate.health === 'notClosed';
  const folders = MAIL_FOLDERS;
  return contentsOf(folders, {
    format: candidate.format,
    health: candidate.health,
    check: sampleCheck({
      format: candidate.format,
      health: candidate.health,
      verdict: isOpen ? 'notClosed' : 'fine',
      findings: isOpen ? [{ code: 'notClosed', params: {} }] : [],
    }),
    searchFolders: [
      { name: 'Unread Mail', items: 412 },
      { name: 'Large Mail', items: 17 },
    ],
    problems: isOpen ? [{ code: 'folderUnreadable', params: { path: `${TOP}/Inbox/Lost` } }] : [],
  });
}

const MAIL_FOLDERS: readonly FolderContents[] = [
  sampleFolder([TOP], 0),
  sampleFolder([TOP, 'Inbox'], 8_412, { role: 'Inbox', sizeBytes: 1.9 * GIB, unread: 120 }),
  sampleFolder([TOP, 'Inbox', 'Customers'], 1_203, { sizeBytes: 412 * MIB }),
  sampleFolder([TOP, 'Inbox', 'Customers', 'A customer with a long name, and a longer second name'], 87),
  sampleFolder([TOP, 'Inbox', 'Newsletters'], 3_100, { sizeBytes: 220 * MIB, unread: 3_011 }),
  sampleFolder([TOP, 'Inbox', 'in/out'], 40),
  sampleFolder([TOP, 'Sent Items'], 2_731, { role: 'SentItems', sizeBytes: 611 * MIB }),
  sampleFolder([TOP, 'Calendar'], 164, { role: 'Calendar', kinds: kindsOf('calendar', 164) }),
  sampleFolder([TOP, 'Contacts'], 15, { role: 'Contacts', kinds: kindsOf('contact', 15), oldest: null, newest: null }),
  sampleFolder([TOP, 'Tasks'], 3, { role: 'Tasks', kinds: kindsOf('task', 3) }),
  sampleFolder([TOP, 'Notes'], 1, { role: 'Notes', kinds: kindsOf('note', 1) }),
  sampleFolder([TOP, 'Deleted Items'], 0, { role: 'DeletedItems' }),
];

/** The folders of these contents as they are known at first. */
export function outlineOf({ folders }: Contents): Outline {
  return { folders: folders.map(({ id, path, items, unread }) => ({ id, path, items, unread })) };
}

/** Ten thousand folders in three levels, with an item or more in each. */
export function manyFolders(): Contents {
  const folders = Array.from({ length: 9_990 }, (_, index) => {
    const path = [TOP, `Year ${1990 + Math.floor(index / 333)}`, `Project ${Math.floor(index / 9)}`, `Part ${index}`];
    return sampleFolder(path, 1 + (index % 50), { id: 100 + index });
  });
  const above = new Map(
    folders.flatMap(({ path }) => [path.slice(0, 2), path.slice(0, 3)].map((part) => [part.join('/'), part])),
  );
  const parents = [...above.values()].map((path, index) => sampleFolder(path, 0, { id: 20_000 + index }));
  return contentsOf([sampleFolder([TOP], 0, { id: 1 }), ...parents, ...folders]);
}

/** A file with everything that is worth a warning. */
export function troubledContents(): Contents {
  const deep = Array.from({ length: 300 }, (_, level) => `Level ${level + 1}`);
  const folders = [
    ...MAIL_FOLDERS.slice(0, 2),
    sampleFolder([TOP, 'Scans'], 31, { id: 77, sizeBytes: 2.4 * GIB, tooLarge: 5 }),
    sampleFolder([TOP, ...deep], 12),
  ];
  const large = [410, 322, 207, 180].map((size, index) => ({
    id: 900 + index,
    folderId: 77,
    subject: ['Plans of the house', 'Film of the party', '', 'Everything, once more'][index] ?? '',
    sizeBytes: size * MIB,
  }));
  const unread = ['Lost', 'Found', 'Old/Very old', 'Other'].map((name) => ({
    code: 'folderUnreadable' as const,
    params: { path: `${TOP}/${name}` },
  }));
  return contentsOf(folders, {
    largest: [...large],
    tooDeep: 12,
    problems: unread,
    check: sampleCheck({
      verdict: 'repairFirst',
      health: 'fine',
      hasPassword: true,
      findings: [
        { code: 'endDamaged', params: { offset: 812_044_288, reason: 'checksum' } },
        { code: 'mapDamaged', params: { offset: 17_408 } },
        { code: 'hasPassword', params: {} },
        { code: 'overAdvised', params: { sizeBytes: 22.4 * GIB, limitBytes: 20 * GIB } },
      ],
    }),
  });
}

function kindsOf(kind: keyof Tally['kinds'], count: number): Tally['kinds'] {
  return { mail: 0, calendar: 0, contact: 0, task: 0, note: 0, other: 0, [kind]: count };
}

function totalOf(folders: readonly FolderContents[]): Tally {
  const sum = (of: (folder: FolderContents) => number) => folders.reduce((total, folder) => total + of(folder), 0);
  const dates = (key: 'oldest' | 'newest') => folders.flatMap((folder) => folder[key] ?? []).toSorted();
  const kinds = kindsOf('mail', 0);
  return {
    items: sum(({ items }) => items),
    sizeBytes: sum(({ sizeBytes }) => sizeBytes),
    kinds: {
      mail: sum((folder) => folder.kinds.mail),
      calendar: sum((folder) => folder.kinds.calendar),
      contact: sum((folder) => folder.kinds.contact),
      task: sum((folder) => folder.kinds.task),
      note: sum((folder) => folder.kinds.note),
      other: sum((folder) => folder.kinds.other) + kinds.other,
    },
    unread: sum(({ unread }) => unread),
    oldest: dates('oldest')[0] ?? null,
    newest: dates('newest').at(-1) ?? null,
    tooLarge: sum(({ tooLarge }) => tooLarge),
  };
}
