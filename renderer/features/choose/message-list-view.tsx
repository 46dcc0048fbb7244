import {
  Button,
  makeStyles,
  mergeClasses,
  Spinner,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AttachRegular, MailRegular } from '@fluentui/react-icons';
import { memo, useRef } from 'react';
import type { MessageRow } from '../../../preload/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { GridCell, GridRow } from '../../components/grid-row.tsx';
import { useFocusHandover } from '../../components/use-focus-handover.ts';
import { HEAD_PX, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { shortText } from '../../format/short-text.ts';
import { testIds } from '../../test-ids.ts';
import { InsideProblem } from './inside-problem.tsx';
import { type MessageOrder, nextPageItems } from './message-pages.ts';
import type { MessageList } from './use-message-pages.ts';

const ROW_PX = 46;

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 104px 72px',
    alignItems: 'center',
    paddingInline: tokens.spacingHorizontalM,
  },
  head: { height: `${HEAD_PX}px` },
  heading: { alignSelf: 'stretch' },
  row: { cursor: 'pointer' },
  main: { minWidth: 0, paddingInline: tokens.spacingHorizontalS },
  line: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'center', minWidth: 0 },
  text: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  unread: { fontWeight: tokens.fontWeightSemibold },
  dot: {
    flexShrink: 0,
    width: '8px',
    height: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    // Backgrounds are taken away under forced colours.
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  number: { paddingInline: tokens.spacingHorizontalS, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  padded: { padding: tokens.spacingHorizontalL },
  foot: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexShrink: 0,
    minHeight: '40px',
    paddingInline: tokens.spacingHorizontalL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

type Props = {
  readonly label: string;
  readonly list: MessageList;
  readonly onOpen: (id: number) => void;
  readonly onLookAgain: () => void;
};

/** The items of a folder, a line of two rows each; more of them at a click. */
export function MessageListView({ label, list, onOpen, onLookAgain }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const { rows, total, isLoading, problem, order } = list.pages;
  if (problem !== null && rows.length === 0) {
    return <InsideProblem problem={problem} onRetry={list.readMore} onLookAgain={onLookAgain} />;
  }
  if (total === null) {
    return (
      <div className={styles.padded}>
        <Spinner size="small" label={messages.choose.readingList} delay={200} />
      </div>
    );
  }
  if (rows.length === 0) {
    const { emptyFolder, emptyFolderAdvice } = messages.choose;
    return <EmptyState icon={<MailRegular />} title={emptyFolder} advice={emptyFolderAdvice} />;
  }
  return (
    <>
      <VirtualGrid
        label={label}
        hint={messages.choose.messageKeys}
        head={<HeadRow order={order} onOrder={list.setOrder} />}
        items={rows}
        keyOf={keyOf}
        heightOf={heightOf}
        orderKey={order}
        onRowKey={(key, row) => key === 'Enter' && onOpen(row.id)}
        renderRow={(row, place) => <MessageRowView key={row.id} row={row} onOpen={onOpen} {...place} />}
      />
      {problem !== null && <InsideProblem problem={problem} onRetry={list.readMore} onLookAgain={onLookAgain} />}
      <Foot list={list} total={total} isLoading={isLoading} />
    </>
  );
}

function keyOf(row: MessageRow): string {
  return String(row.id);
}

function heightOf(): number {
  return ROW_PX;
}

type HeadProps = { readonly order: MessageOrder; readonly onOrder: (order: MessageOrder) => void };

function HeadRow({ order, onOrder }: HeadProps) {
  const { choose } = useMessages();
  const styles = useStyles();
  const titles = { newest: choose.byNewest, largest: choose.byLargest };
  return (
    <TableRow className={mergeClasses(styles.columns, styles.head)} aria-rowindex={1}>
      <TableHeaderCell className={styles.heading}>{choose.columns.subject}</TableHeaderCell>
      {(['newest', 'largest'] as const).map((column) => (
        <TableHeaderCell
          key={column}
          className={styles.heading}
          sortable
          {...(order === column && { sortDirection: 'descending' as const })}
          button={{ as: 'button', title: titles[column] }}
          data-testid={testIds.orderBy(column)}
          onClick={() => onOrder(column)}
        >
          {choose.columns[column]}
        </TableHeaderCell>
      ))}
    </TableRow>
  );
}

type RowProps = RowPlace & { readonly row: MessageRow; readonly onOpen: (id: number) => void };

const MessageRowView = memo(function MessageRowView({ row, onOpen, ...place }: RowProps) {
  const { choose } = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const subject = row.subject.trim() === '' ? choose.noSubject : shortText(row.subject);
  return (
    <GridRow
      place={place}
      className={mergeClasses(styles.columns, styles.row)}
      onClick={() => onOpen(row.id)}
      data-testid={testIds.messageRow}
      data-subject={shortText(row.subject)}
    >
      <GridCell className={styles.main}>
        <div className={styles.line}>
          {!row.isRead && (
            <span role="img" className={styles.dot} aria-label={choose.isUnread} title={choose.isUnread} />
          )}
          <span className={mergeClasses(styles.text, !row.isRead && styles.unread)} title={subject} dir="auto">
            {subject}
          </span>
          {row.hasAttachments && <AttachRegular aria-label={choose.hasAttachments} />}
        </div>
        <div className={mergeClasses(styles.line, styles.quiet)}>
          <Text size={200} className={styles.text} dir="auto">
            {row.from.trim() === '' ? choose.noSender : row.from}
          </Text>
        </div>
      </GridCell>
      <GridCell className={styles.number} title={row.date === null ? undefined : format.dateTime(row.date)}>
        <Text size={200}>{row.date === null ? '' : format.date(row.date)}</Text>
      </GridCell>
      <GridCell className={styles.number}>
        <Text size={200}>{format.bytes(row.sizeBytes)}</Text>
      </GridCell>
    </GridRow>
  );
});

type FootProps = { readonly list: MessageList; readonly total: number; readonly isLoading: boolean };

function Foot({ list, total, isLoading }: FootProps) {
  const { choose } = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const more = nextPageItems(list.pages);
  return (
    <div className={styles.foot}>
      <Text size={200} aria-live="polite" data-testid={testIds.messageCount}>
        {choose.listed(format.count(list.pages.rows.length), total)}
      </Text>
      {more > 0 && <MoreButton isLoading={isLoading} label={choose.more(format.count(more))} onMore={list.readMore} />}
    </div>
  );
}

type MoreProps = { readonly isLoading: boolean; readonly label: string; readonly onMore: () => void };

function MoreButton({ isLoading, label, onMore }: MoreProps) {
  const element = useRef<HTMLSpanElement>(null);
  useFocusHandover(element);
  return (
    <span ref={element}>
      <Button
        size="small"
        disabledFocusable={isLoading}
        icon={isLoading ? <Spinner size="extra-tiny" /> : null}
        data-testid={testIds.moreMessages}
        onClick={onMore}
      >
        {label}
      </Button>
    </span>
  );
}
