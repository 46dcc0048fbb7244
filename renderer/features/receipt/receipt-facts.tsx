import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';
import type { JobView, Receipt } from '../../../preload/contract/index.ts';
import { secondsBetween } from '../../format/duration.ts';
import type { Format } from '../../format/format.ts';
import type { Messages } from '../../format/locales/en.ts';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { sentText } from './receipt-words.ts';

/** Folders named one by one; the rest is a number. */
const MAX_NAMED = 20;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  fact: { minWidth: 0 },
  wide: { '@media (min-width: 800px)': { gridColumn: 'span 2' } },
  term: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

type FactProps = {
  readonly name: string;
  readonly term: string;
  readonly isCode?: boolean;
  readonly isWide?: boolean;
  /** A sentence below the value. */
  readonly note?: string | null;
  readonly children: ReactNode;
};

function Fact({ name, term, isCode = false, isWide = false, note = null, children }: FactProps) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.fact, isWide && styles.wide)}>
      <dt className={styles.term}>{term}</dt>
      <dd className={mergeClasses(styles.value, isCode && styles.code)} data-testid={testIds.fact(name)}>
        {children}
      </dd>
      {note !== null && <dd className={mergeClasses(styles.value, styles.note)}>{note}</dd>}
    </div>
  );
}

/** The facts of an ended job: where the mail went, how big it was, when, and what identifies it. */
export function ReceiptFacts({ job }: { readonly job: JobView }) {
  const language = useLanguage();
  const styles = useStyles();
  const { messages, format } = language;
  const { receipt: words, move } = messages;
  const { target, receipt } = job;
  return (
    <dl className={styles.list}>
      <Fact name="mailbox" term={words.mailbox}>
        {target.isArchive ? `${target.mailbox} (${move.inArchive})` : target.mailbox}
      </Fact>
      <Fact name="folder" term={words.folder}>
        {target.rootFolder === '' ? move.topOfMailbox : target.rootFolder}
      </Fact>
      <Fact name="size" term={words.size}>
        {format.bytes(job.sizeBytes)}
      </Fact>
      <Fact name="sent" term={words.sent} note={receipt === null ? null : sentText(receipt, language)}>
        {receipt === null ? words.none : format.bytes(receipt.sentBytes)}
      </Fact>
      <Fact name="started" term={words.started}>
        {format.dateTime(receipt?.startedAt ?? job.createdAt)}
      </Fact>
      <Fact name="finished" term={words.finished}>
        {receipt === null ? words.none : finishedText(receipt, messages, format)}
      </Fact>
      <FolderFact name="included" term={words.included} patterns={(receipt ?? target).includeFolders} />
      <FolderFact name="excluded" term={words.excluded} patterns={(receipt ?? target).excludeFolders} />
      {receipt?.sha256 != null && (
        <Fact name="sha256" term={words.sha256} isCode isWide>
          {receipt.sha256}
        </Fact>
      )}
      {receipt?.requestId != null && (
        <Fact name="request" term={words.request} isCode>
          {receipt.requestId}
        </Fact>
      )}
    </dl>
  );
}

type FolderFactProps = { readonly name: string; readonly term: string; readonly patterns: readonly string[] };

function FolderFact({ name, term, patterns }: FolderFactProps) {
  const { receipt } = useMessages();
  if (patterns.length === 0) return null;
  const named = patterns.slice(0, MAX_NAMED);
  return (
    <Fact name={name} term={term} isWide>
      {named.map((pattern, index) => (
        <Fragment key={pattern}>
          {index > 0 && ', '}
          <bdi>{pattern}</bdi>
        </Fragment>
      ))}
      {patterns.length > named.length && ` ${receipt.moreEntries(patterns.length - named.length)}`}
    </Fact>
  );
}

function finishedText({ startedAt, finishedAt }: Receipt, messages: Messages, format: Format): string {
  const seconds = secondsBetween(startedAt, finishedAt);
  const time = format.dateTime(finishedAt);
  return seconds === null ? time : messages.receipt.finishedIn(time, format.timeTaken(seconds));
}
