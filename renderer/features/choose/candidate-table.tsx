import {
  Link,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  TableSelectionCell,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type Dispatch, memo } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { isMovable } from '../../../preload/contract/states.ts';
import { FileName } from '../../components/file-name.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { Panel } from '../../components/panel.tsx';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { folderOf } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { selectionOf } from '../find/candidate-model.ts';
import type { FlowAction } from '../flow.ts';
import { useFlow } from '../flow-context.ts';

const useStyles = makeStyles({
  head: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1 },
  size: { width: '76px' },
  modified: { width: '104px' },
  health: { width: '140px' },
  row: { cursor: 'pointer' },
  opened: { backgroundColor: tokens.colorSubtleBackgroundSelected },
  name: {
    display: 'block',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'start',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  reason: { color: tokens.colorNeutralForeground3, paddingBottom: '6px' },
  unmovable: { color: tokens.colorNeutralForeground3 },
});

/** The files to choose from, one checkbox each. */
export function CandidateTable({ candidates }: { readonly candidates: readonly CandidateView[] }) {
  const messages = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const chosen = new Set<string>(flow.chosen);
  const { shown, rest } = useGrowingList(candidates);
  return (
    <Panel title={messages.choose.table}>
      <Table aria-label={messages.choose.table} size="medium">
        <TableHeader className={styles.head}>
          <TableRow>
            <SelectAllCell candidates={candidates} chosen={chosen} />
            <TableHeaderCell>{messages.columns.name}</TableHeaderCell>
            <TableHeaderCell className={styles.size}>{messages.columns.size}</TableHeaderCell>
            <TableHeaderCell className={styles.modified}>{messages.columns.modified}</TableHeaderCell>
            <TableHeaderCell className={styles.health}>{messages.columns.health}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {shown.map((candidate) => (
            <CandidateRow
              key={candidate.id}
              candidate={candidate}
              isChosen={chosen.has(candidate.id)}
              isOpened={flow.opened === candidate.id}
              dispatch={dispatch}
            />
          ))}
        </TableBody>
      </Table>
      {rest}
    </Panel>
  );
}

type SelectAllProps = { readonly candidates: readonly CandidateView[]; readonly chosen: ReadonlySet<string> };

function SelectAllCell({ candidates, chosen }: SelectAllProps) {
  const messages = useMessages();
  const { dispatch } = useFlow();
  const movable = candidates.filter((candidate) => isMovable(candidate.health));
  const selection = selectionOf(movable, chosen);
  const ids = movable.map((candidate) => candidate.id);
  return (
    <TableSelectionCell
      checked={selection === 'some' ? 'mixed' : selection === 'all'}
      checkboxIndicator={{
        'aria-label': messages.choose.selectAll,
        disabled: movable.length === 0,
        onChange: () => dispatch({ kind: 'candidatesToggled', ids, isOn: selection !== 'all' }),
      }}
      data-testid={testIds.selectAll}
    />
  );
}

type RowProps = {
  readonly candidate: CandidateView;
  readonly isChosen: boolean;
  readonly isOpened: boolean;
  readonly dispatch: Dispatch<FlowAction>;
};

const CandidateRow = memo(function CandidateRow({ candidate, isChosen, isOpened, dispatch }: RowProps) {
  const format = useFormat();
  const styles = useStyles();
  const open = () => dispatch({ kind: 'candidateOpened', id: candidate.id });
  return (
    <TableRow
      className={mergeClasses(styles.row, isOpened && styles.opened)}
      aria-selected={isChosen}
      onClick={open}
      data-testid={testIds.candidateRow}
      data-name={candidate.name}
      data-health={candidate.health}
    >
      <ChooseCell candidate={candidate} isChosen={isChosen} dispatch={dispatch} />
      <NameCell candidate={candidate} onOpen={open} />
      <TableCell>{format.bytes(candidate.sizeBytes)}</TableCell>
      <TableCell title={format.dateTime(candidate.modified)}>{format.date(candidate.modified)}</TableCell>
      <TableCell>
        <HealthBadge health={candidate.health} />
      </TableCell>
    </TableRow>
  );
});

function ChooseCell({ candidate, isChosen, dispatch }: Omit<RowProps, 'isOpened'>) {
  const messages = useMessages();
  return (
    <TableSelectionCell
      checked={isChosen}
      checkboxIndicator={{
        'aria-label': messages.choose.select(candidate.name),
        disabled: !isMovable(candidate.health),
        onChange: (_, data) =>
          dispatch({ kind: 'candidatesToggled', ids: [candidate.id], isOn: data.checked === true }),
      }}
      // Ticking a file is not looking into it.
      onClick={(event) => event.stopPropagation()}
      data-testid={testIds.candidateCheckbox}
    />
  );
}

function NameCell({ candidate, onOpen }: { readonly candidate: CandidateView; readonly onOpen: () => void }) {
  const messages = useMessages();
  const styles = useStyles();
  const canMove = isMovable(candidate.health);
  return (
    <TableCell>
      <FileName name={candidate.name} folder={folderOf(candidate.path)}>
        <Link
          as="button"
          appearance="subtle"
          className={mergeClasses(styles.name, !canMove && styles.unmovable)}
          title={candidate.name}
          aria-label={messages.choose.open(candidate.name)}
          onClick={onOpen}
          data-testid={testIds.candidateOpen}
        >
          {candidate.name}
        </Link>
      </FileName>
      {!canMove && (
        <Text block size={200} className={styles.reason}>
          {messages.health[candidate.health].reason}
        </Text>
      )}
    </TableCell>
  );
}
