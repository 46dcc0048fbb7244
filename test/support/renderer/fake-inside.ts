import type {
  Bridge,
  CandidateId,
  CandidateView,
  Contents,
  FerryChange,
  MessageRow,
  MessageView,
  Overlap,
  Reply,
} from '../../../preload/contract/index.ts';
import { isMovable } from '../../../preload/contract/states.ts';
import {
  contentsOf,
  manyFolders,
  outlineOf,
  sampleContents,
  sampleFolder,
  troubledContents,
} from './sample-contents.ts';

type Stage = {
  readonly get: () => { readonly candidates: readonly CandidateView[] };
  readonly change: (change: FerryChange) => void;
};

/** Names of the files that play something special when they are looked into. */
export const INSIDE_NAMES = {
  many: '10,000 folders.pst',
  troubled: 'troubled.pst',
  slow: 'slow.pst',
  empty: 'no items.pst',
  nothing: 'no folders.pst',
  timeout: 'takes too long.pst',
  changed: 'changes meanwhile.pst',
  twins: 'twins.pst',
  broken: 'breaks off.pst',
} as const;

const SUBJECTS = [
  'Minutes of the meeting',
  '<img src=x onerror="document.title=\'hacked\'"> <b>bold?</b>',
  '',
  'שלום, تقرير, Grüße und 会议',
  `Re: ${'a subject that goes on and on '.repeat(8)}`,
];

const TEXT = `Dear Alex,

<script>document.title = 'hacked'</script><style>* { display: none }</style>
<a href="https://evil.example">click here</a> &amp; &lt;b&gt;

${'A long line without an end '.repeat(12)}
${'x'.repeat(400)}

Kind regards
`;

/** The part of the fake bridge that looks into files. `delayMs` passes before each answer. */
export function insideOf(stage: Stage, delayMs: number) {
  const later = <T>(reply: Reply<T>, times = 1): Promise<Reply<T>> =>
    new Promise((resolve) => setTimeout(() => resolve(reply), delayMs * times));
  return {
    inspectCandidate: async ({ candidateId }) => {
      const candidate = stage.get().candidates.find(({ id }) => id === candidateId);
      const contents = candidate === undefined ? null : contentsFor(candidate);
      if (candidate === undefined || contents === null) {
        const code = candidate?.name === INSIDE_NAMES.timeout ? 'contentsTimeout' : 'contentsUnreadable';
        return later({ ok: false, error: { code, params: {} } }, 2);
      }
      await later({ ok: true, value: null });
      stage.change({ kind: 'contentsOutlined', candidateId: candidate.id, outline: outlineOf(contents) });
      return later({ ok: true, value: contents }, candidate.name === INSIDE_NAMES.slow ? 60 : 3);
    },
    listMessages: ({ candidateId, folderId, offset, limit, order }) => {
      const name = stage.get().candidates.find(({ id }) => id === candidateId)?.name;
      if (name === INSIDE_NAMES.changed && offset > 0) {
        return later({ ok: false, error: { code: 'contentsChanged', params: { file: name } } });
      }
      if (name === INSIDE_NAMES.broken && offset > 0) {
        return later({ ok: false, error: { code: 'contentsUnreadable', params: { reason: 'EIO' } } });
      }
      const total = itemsOf(stage, folderId);
      const count = Math.max(0, Math.min(limit, total - offset));
      const messages = Array.from({ length: count }, (_, index) => rowOf(offset + index, order === 'largest'));
      return later({ ok: true, value: { total, messages } });
    },
    readMessage: ({ messageId }) => later({ ok: true, value: viewOf(messageId) }),
    findOverlaps: ({ otherIds }) => {
      const overlaps = otherIds.map((id, index) => overlapOf(id as CandidateId, index));
      return later({ ok: true, value: overlaps }, 8);
    },
  } satisfies Partial<Bridge>;
}

function contentsFor(candidate: CandidateView): Contents | null {
  if (!isMovable(candidate.health)) return null;
  switch (candidate.name) {
    case INSIDE_NAMES.many:
      return manyFolders();
    case INSIDE_NAMES.troubled:
      return troubledContents();
    case INSIDE_NAMES.empty:
      return contentsOf([
        sampleFolder(['Top of Outlook data file'], 0),
        sampleFolder(['Top of Outlook data file', 'Inbox'], 0),
      ]);
    case INSIDE_NAMES.nothing:
      return contentsOf([], { top: [] });
    case INSIDE_NAMES.twins:
      return contentsOf([
        sampleFolder(['Top of Outlook data file'], 0),
        sampleFolder(['Top of Outlook data file', 'Twin'], 3),
        sampleFolder(['Top of Outlook data file', 'twin'], 4),
        sampleFolder(['Top of Outlook data file', 'Empty'], 0),
      ]);
    case INSIDE_NAMES.changed:
      return contentsOf([
        sampleFolder(['Top of Outlook data file'], 0),
        sampleFolder(['Top of Outlook data file', 'Changing'], 250),
        sampleFolder(['Top of Outlook data file', 'Other'], 12),
      ]);
    case INSIDE_NAMES.timeout:
      return null;
    default:
      return sampleContents(candidate);
  }
}

function itemsOf(stage: Stage, folderId: number): number {
  for (const candidate of stage.get().candidates) {
    const folder = contentsFor(candidate)?.folders.find(({ id }) => id === folderId);
    if (folder !== undefined) return folder.items;
  }
  return 0;
}

function rowOf(index: number, isLargest: boolean): MessageRow {
  return {
    id: 1000 + index,
    subject: SUBJECTS[index % SUBJECTS.length] ?? '',
    from: index % 7 === 0 ? '' : `Person ${index % 23}`,
    date: index % 31 === 0 ? null : new Date(Date.UTC(2016, 10, 30) - index * 3_600_000 * 9).toISOString(),
    sizeBytes: isLargest ? Math.max(900, 90_000_000 - index * 77_000) : 900 + ((index * 7919) % 400_000),
    kind: 'mail',
    isRead: index % 5 !== 0,
    hasAttachments: index % 3 === 0,
  };
}

function viewOf(id: number): MessageView {
  const { subject, from, date, sizeBytes, kind } = rowOf(id - 1000, false);
  return {
    id,
    subject,
    from: `${from} <person@contoso.example>`,
    date,
    sizeBytes,
    kind,
    to: ['Alex <alex@contoso.example>', 'Megan <megan@contoso.example>'],
    cc: ['<script>alert(1)</script> <x@evil.example>', '\u202Eevil <y@evil.example>'],
    otherRecipients: id % 3 === 0 ? 1_204 : 0,
    text: TEXT,
    isCut: id % 2 === 0,
    attachments: [
      { name: 'plan.pdf', sizeBytes: 1_200_000 },
      { name: '..\\..\\evil.exe', sizeBytes: 90_000 },
    ],
  };
}

function overlapOf(id: CandidateId, index: number): Overlap {
  const shares = [12_911, 0, 40, 2_300];
  return {
    id,
    items: 15_756,
    shared: shares[index % shares.length] ?? 0,
    problem: index === 5 ? { code: 'contentsUnreadable', params: {} } : null,
  };
}
