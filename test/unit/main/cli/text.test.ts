import { describe, expect, it } from 'vitest';
import { formatBytes, holdText, lineText, progressText } from '../../../../main/cli/text.ts';
import {
  JOB_STATES,
  type JobView,
  type TransferProgress,
  WAIT_REASONS,
  type WaitReason,
} from '../../../../preload/contract/index.ts';
import { SAMPLE_LINES } from '../../../support/contract/samples.ts';
import { sampleCheck } from '../../../support/renderer/sample-contents.ts';
import { sampleJob, sampleStatistics } from '../../../support/renderer/samples.ts';

const MIB = 1024 ** 2;
const FINE = sampleCheck();

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [100 * 1024, '100 KiB'],
    [MIB, '1.0 MiB'],
    [271_360, '265 KiB'],
    [50 * 1024 ** 3, '50.0 GiB'],
    [1024 ** 4, '1.0 TiB'],
    [5000 * 1024 ** 4, '5000 TiB'],
  ])('of %d is %j', (sizeBytes, expected) => {
    expect(formatBytes(sizeBytes)).toBe(expected);
  });
});

describe('the text of a line', () => {
  it('of a file is one row: size, day, health, path', () => {
    const line = {
      ...SAMPLE_LINES.candidate,
      sizeBytes: 1.5 * MIB,
      modified: '2016-12-30T10:00:00.000Z',
      path: '/mail/a.pst',
    };
    const plain = { ...line, paths: ['/mail/a.pst'], copyOf: null, outlookProfile: null };
    expect(lineText({ ...plain, health: 'fine' })).toBe('   1.5 MiB  2016-12-30  fine          /mail/a.pst');
    expect(lineText({ ...plain, health: 'otherAccount' })).toBe('   1.5 MiB  2016-12-30  otherAccount  /mail/a.pst');
    expect(lineText({ ...plain, path: '/mail/a\nb.pst', health: 'fine' })).toContain('/mail/a\ufffdb.pst');
    const noted = {
      ...plain,
      paths: ['/mail/a.pst', '/b', '/c'],
      outlookProfile: 'Work',
      copyOf: { path: '/old.pst', kind: 'version' as const },
    };
    expect(lineText(noted)?.split('  ').at(-1)).toBe('[in Outlook (Work); version of /old.pst; also /b, /c]');
  });

  it.each([
    [{}, 'scanned  fixed      C:\\ (Windows (C:)), 40 B free of 100 B'],
    [{ isDefault: false, driveKind: 'network', label: 'C:\\' }, 'only when named  network    C:\\, 40 B free of 100 B'],
    [
      { sizeBytes: null, freeBytes: null, aliasOf: 'D:\\data' },
      'scanned  fixed      C:\\ (Windows (C:)), another name of D:\\data',
    ],
  ] as const)('of a drive with %j says whether it is looked in', (change, expected) => {
    const drive = { ...SAMPLE_LINES.drive, sizeBytes: 100, freeBytes: 40, aliasOf: null, isDefault: true };
    expect(lineText({ ...drive, ...change })).toBe(expected);
  });

  it('of contents is the tree with its counts, the sum, and what stands out', () => {
    const nothing = { ...SAMPLE_LINES.contents, oldest: null, newest: null, unread: 0, tooLarge: 0, role: null, id: 1 };
    const kinds = { mail: 0, calendar: 0, contact: 0, task: 0, note: 0, other: 0 };
    const [oldest, newest] = ['2009-03-04T00:00:00.000Z', '2015-12-31T00:00:00.000Z'];
    const folders = [
      { ...nothing, path: ['Top'], items: 0, sizeBytes: 0 },
      { ...nothing, path: ['Top', 'In\nbox'], items: 12, sizeBytes: 2048, oldest, newest },
      { ...nothing, path: [], items: 1, sizeBytes: 10 },
    ];
    const contents = { ...nothing, path: '/mail/a.pst', items: 13, sizeBytes: 2058, oldest, newest, folders };
    const notes = { kinds: { ...kinds, mail: 12, task: 1 }, unread: 3, tooLarge: 2, tooDeep: 1 };
    const searchFolders = [{ name: 'Unread', items: 3 }];
    expect(lineText({ ...contents, ...notes, searchFolders, check: FINE })).toBe(
      [
        '       0         0 B                      Top',
        '      12     2.0 KiB  2009-03 to 2015-12    In\ufffdbox',
        '       1        10 B                      ',
        '      13     2.0 KiB  2009-03 to 2015-12  in /mail/a.pst',
        '          12 mail, 1 task, 3 unread, 2 too large for a mailbox, 1 in folders too deep for a mailbox, search folder Unread shows 3',
        '          The file looks fine and can be moved.',
      ].join('\n'),
    );
  });

  it('of contents names each folder that cannot be read, on a line of its own', () => {
    const problem = (folder: string, reason: string) =>
      ({ code: 'contentsUnreadable', params: { folder, reason } }) as const;
    const problems = [problem('Top/In\nbox', 'tableDamaged'), problem('Top/Sent', 'readFailed')];
    const lines = lineText({ ...SAMPLE_LINES.contents, problems, check: FINE })?.split('\n') ?? [];
    expect(lines.filter((line) => line.includes('cannot be read'))).toEqual([
      '          cannot be read (tableDamaged)  Top/In\ufffdbox',
      '          cannot be read (readFailed)  Top/Sent',
    ]);
  });

  it('of a check is the verdict, and a sentence for everything that was found', () => {
    const line = {
      ...FINE,
      kind: 'health',
      path: '/mail/a.pst',
      findings: [{ code: 'hasPassword', params: {} }],
    } as const;
    const [first, ...rest] = lineText({ ...line, findings: [...line.findings] })?.split('\n') ?? [];
    expect(first).toBe('fine          /mail/a.pst');
    expect(rest).toHaveLength(2);
    expect(rest[1]).toContain('password');
  });

  it.each([
    [1, 3, '  33 %  1 of 3 items of /a.pst are also in /b.pst'],
    [0, 0, '   0 %  0 of 0 items of /a.pst are also in /b.pst'],
    [999, 1000, '  99 %  999 of 1000 items of /a.pst are also in /b.pst'],
  ])('of %d shared items of %d says the share', (shared, items, expected) => {
    expect(lineText({ kind: 'overlap', path: '/a.pst', other: '/b.pst', shared, items })).toBe(expected);
  });

  it('of a receipt says what arrived, what was left out and where', () => {
    const receipt = {
      ...SAMPLE_LINES.receipt,
      file: '/mail/a.pst',
      state: 'doneWithSkips',
      moved: 5,
      found: 8,
      skipped: [
        { reason: 'tooLarge', count: 2 },
        { reason: 'unreadable', count: 1 },
      ],
      mailboxPath: '/mailboxes/ann',
      sha256: 'ab12',
      requestId: 'r-1',
    } as const;
    expect(lineText({ ...receipt, skipped: [...receipt.skipped] })).toBe(
      [
        'doneWithSkips /mail/a.pst',
        'arrived       5 of 8 items, left out: 2 tooLarge, 1 unreadable',
        'folder        /mailboxes/ann',
        'SHA-256       ab12',
        'request       r-1',
      ].join('\n'),
    );
    expect(
      lineText({
        ...receipt,
        state: 'failed',
        moved: 0,
        found: 0,
        skipped: [],
        mailboxPath: null,
        sha256: null,
        requestId: null,
      }),
    ).toBe(['failed        /mail/a.pst', 'arrived       0 of 0 items'].join('\n'));
  });

  it('of a check tells good from bad at its first word', () => {
    expect(lineText({ kind: 'check', name: 'drives', ok: true, detail: '/' })).toBe('ok    drives: /');
    expect(lineText({ kind: 'check', name: 'drives', ok: false, detail: '' })).toBe('FAIL  drives: ');
  });

  it('of a blob is one row: what becomes of it, size, age, its imports, name and why', () => {
    const line = {
      ...SAMPLE_LINES.blob,
      blob: 'a\nb.pst',
      requests: [...SAMPLE_LINES.blob.requests, { id: 'r-2', status: 'Failed' }],
    };
    expect(lineText({ ...line, action: 'keep', reason: 'importFailed' })).toBe(
      'keep           30 B    20 d  Completed, Failed  a\ufffdb.pst  (its import failed and can be taken up again)',
    );
  });

  it('of an import is said when it has come to stay in a phase; until then it is shown as progress', () => {
    const line = { ...SAMPLE_LINES.import, name: 'a', mailbox: 'ann', itemsTransferred: 1, itemsTotal: 3, status: 'S' };
    const textOf = (phase: typeof line.phase) =>
      lineText({ ...line, phase, skipped: [{ reason: 'tooLarge', count: 2 }] });
    expect([textOf('queued'), textOf('running')]).toEqual([null, null]);
    expect(textOf('failed')).toBe('FAILED              a to ann: 1 of 3 items, left out: 2 tooLarge (S)');
    expect(lineText({ ...line, phase: 'completed', itemsTotal: null, skipped: [] })).toBe(
      'done                a to ann: 1 of ? items (S)',
    );
  });

  it.each(['scanned', 'state', 'progress', 'statistics', 'error'] as const)(
    'of %s is none: it is told another way',
    (kind) => {
      expect(lineText(SAMPLE_LINES[kind])).toBeNull();
    },
  );
});

describe('the line on how far a job is', () => {
  const progress = (change: Partial<TransferProgress>): TransferProgress => ({
    phase: 'uploading',
    doneBytes: 10 * MIB,
    totalBytes: 300 * MIB,
    bytesPerSecond: null,
    keptBytes: 0,
    secondsLeft: null,
    waitingSince: null,
    waitingFor: null,
    ...change,
  });
  const textOf = (change: Partial<JobView>) => progressText(sampleJob('job-1', 'a.pst', change));
  const job = sampleJob('job-1', 'a.pst');

  it('in the upload says how much, how fast and how long, as far as that is known', () => {
    const uploading = (change: Partial<TransferProgress>) => textOf({ state: 'uploading', progress: progress(change) });
    expect(uploading({})).toBe('a.pst: uploading 10.0 MiB of 300 MiB');
    expect(uploading({ bytesPerSecond: 2 * MIB })).toBe('a.pst: uploading 10.0 MiB of 300 MiB, 2.0 MiB/s');
    expect(uploading({ bytesPerSecond: 2 * MIB, secondsLeft: { low: 90, high: 300 } })).toBe(
      'a.pst: uploading 10.0 MiB of 300 MiB, 2.0 MiB/s, 2–5 min left',
    );
    expect(uploading({ keptBytes: 5 * MIB })).toBe('a.pst: uploading 10.0 MiB of 300 MiB (5.0 MiB were there already)');
  });

  it('says what an upload waits for, each reason in its own words', () => {
    const waiting = (waitingFor: WaitReason) =>
      textOf({ state: 'uploading', progress: progress({ waitingSince: '2026-01-01T00:00:00Z', waitingFor }) });
    expect(waiting('silent')).toBe('a.pst: waiting for the storage to answer');
    expect(waiting('battery')).toBe('a.pst: waiting for mains power');
    const texts = WAIT_REASONS.map(waiting);
    expect(new Set(texts).size).toBe(WAIT_REASONS.length);
    for (const text of texts) expect(text).toMatch(/^a\.pst: waiting/);
  });

  it('in the import says how many items of how many, as far as the service has said', () => {
    const importing = (statistics: JobView['statistics']) => textOf({ state: 'importing', statistics });
    expect(importing(sampleStatistics(job, 'running', 0.5))).toBe('a.pst: importing 7856 of 15712 items (50 %)');
    expect(importing({ ...sampleStatistics(job, 'running', 0.5), percentComplete: null })).toBe(
      'a.pst: importing 7856 of 15712 items (0 %)',
    );
    expect(importing({ ...sampleStatistics(job, 'running', 0), itemsTotal: null })).toBe('a.pst: importing');
    expect(importing(sampleStatistics(job, 'queued', 0))).toBe('a.pst: import queued');
  });

  it('elsewhere is the state itself', () => {
    expect(JOB_STATES.map((state) => textOf({ state }))).toEqual(JOB_STATES.map((state) => `a.pst: ${state}`));
  });

  it('cuts a long name, and only a long one', () => {
    const name = (length: number) => progressText(sampleJob('job-1', 'x'.repeat(length))).split(':')[0];
    expect([name(40), name(41)]).toEqual(['x'.repeat(40), `${'x'.repeat(39)}…`]);
  });
});

describe('what holds uploads', () => {
  it('is said with how fast they may be', () => {
    expect(holdText({ holdFor: null, limitBytesPerSecond: null })).toBe('nothing holds them, at full speed');
    expect(holdText({ holdFor: 'metered', limitBytesPerSecond: 2 * MIB })).toBe(
      'waiting for a connection without a meter, then at 2.0 MiB/s at most',
    );
  });
});
