import { makeStyles, mergeClasses, TableHeaderCell, TableRow } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { copyText } from '../../components/copy-text.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { HEAD_PX, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useColumnStyles } from './candidate-cells.tsx';
import { type CandidateSort, SORT_COLUMNS, type SortColumn } from './candidate-order.ts';
import { CandidateToolbar } from './candidate-toolbar.tsx';
import type { CandidateList } from './use-candidate-list.ts';

const useStyles = makeStyles({
  head: { height: `${HEAD_PX}px` },
  // A heading of two places over one column of two lines.
  folder: { gridColumn: 'folder' },
  name: { gridColumn: 'name' },
  heading: { alignSelf: 'stretch' },
});

type Props = {
  readonly list: CandidateList;
  readonly label: string;
  readonly hint: string;
  readonly heightOf: (candidate: CandidateView) => number;
  readonly renderRow: (candidate: CandidateView, place: RowPlace) => ReactNode;
  readonly onRowKey?: (key: 'Enter' | ' ', candidate: CandidateView) => void;
  /** Stands before the headings: the checkbox of all rows. */
  readonly selectAll?: ReactNode;
};

/** The files that were found, to be narrowed down, put in order and walked through by keys. */
export function CandidateGrid({ list, selectAll, ...rest }: Props) {
  const messages = useMessages();
  const [told, setTold] = useState('');
  const copyPath = ({ path }: CandidateView) => setTold(copyText(path) ? messages.list.copied(path) : '');
  return (
    <>
      <CandidateToolbar list={list} />
      <HiddenStatus>{told}</HiddenStatus>
      {list.rows.length === 0 && list.total > 0 ? (
        <EmptyState icon={<SearchRegular />} title={messages.list.nothing} advice={messages.list.nothingAdvice} />
      ) : (
        <VirtualGrid
          {...rest}
          head={<HeadRow sort={list.sort} onSort={list.sortBy} selectAll={selectAll} />}
          items={list.rows}
          keyOf={idOf}
          orderKey={list.orderKey}
          onRowCopy={copyPath}
        />
      )}
    </>
  );
}

type HeadProps = {
  readonly sort: CandidateSort | null;
  readonly onSort: (column: SortColumn) => void;
  readonly selectAll: ReactNode;
};

function HeadRow({ sort, onSort, selectAll }: HeadProps) {
  const messages = useMessages();
  const columns = useColumnStyles();
  const styles = useStyles();
  const places: Readonly<Partial<Record<SortColumn, string>>> = {
    name: styles.name,
    folder: styles.folder,
    modified: columns.modified,
  };
  const direction = sort?.isDescending ? 'descending' : 'ascending';
  return (
    <TableRow
      className={mergeClasses(columns.row, selectAll !== undefined && columns.withBox, styles.head)}
      aria-rowindex={1}
    >
      {selectAll}
      {SORT_COLUMNS.map((column) => (
        <TableHeaderCell
          key={column}
          className={mergeClasses(styles.heading, places[column])}
          sortable
          {...(sort?.column === column && { sortDirection: direction })}
          button={{ as: 'button' }}
          data-testid={testIds.sortBy(column)}
          onClick={() => onSort(column)}
        >
          {messages.columns[column]}
        </TableHeaderCell>
      ))}
    </TableRow>
  );
}

function idOf(candidate: CandidateView): string {
  return candidate.id;
}
