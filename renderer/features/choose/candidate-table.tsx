import {
  Checkbox,
  makeStyles,
  mergeClasses,
  TableSelectionCell,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { type Dispatch, memo, useMemo } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { isMovable } from '../../../preload/contract/states.ts';
import { GridCell, GridRow } from '../../components/grid-row.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RowPlace } from '../../components/virtual-grid.tsx';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { CandidateBadges } from '../find/candidate-badges.tsx';
import { CandidateCells, candidateData, NOTES_PX, ROW_PX, useColumnStyles } from '../find/candidate-cells.tsx';
import { CandidateGrid } from '../find/candidate-grid.tsx';
import { selectionOf } from '../find/candidate-model.ts';
import { adviceOf, adviceTitle, badgesBeside } from '../find/candidate-words.ts';
import { useCandidateList } from '../find/use-candidate-list.ts';
import type { FlowAction } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { choiceText } from './choice-words.ts';
import type { FolderChoice } from './folder-choice.ts';

const useStyles = makeStyles({
  panel: { minHeight: '280px', containerType: 'inline-size', containerName: 'files' },
  row: { cursor: 'pointer' },
  opened: { backgroundColor: tokens.colorSubtleBackgroundSelected },
  name: {
    ...typographyStyles.body1,
    display: 'block',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    padding: 0,
    border: 'none',
    background: 'none',
    cursor: 'pointer',
    textAlign: 'start',
    ':hover': { textDecorationLine: 'underline' },
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
  },
  notes: {
    gridColumn: 'name / end',
    gridRow: 'notes',
    display: 'flex',
    alignItems: 'center',
    alignSelf: 'start',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
  },
  // The words give way first, down to a few; the badges after them.
  advice: {
    ...typographyStyles.caption1,
    flexShrink: 0,
    maxWidth: '100%',
    color: tokens.colorNeutralForeground3,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  choice: { color: tokens.colorNeutralForeground1 },
  second: { flexShrink: 1 },
  unusable: { color: tokens.colorStatusWarningForeground1, fontWeight: tokens.fontWeightSemibold },
  suggested: { color: tokens.colorNeutralForeground1 },
  unmovable: { color: tokens.colorNeutralForeground3 },
});

/** The files to choose from, one checkbox each. */
export function CandidateTable({ candidates }: { readonly candidates: readonly CandidateView[] }) {
  const messages = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const list = useCandidateList(candidates);
  const chosen = useMemo(() => new Set<string>(flow.chosen), [flow.chosen]);
  const onRowKey = (key: 'Enter' | ' ', candidate: CandidateView) => {
    const { id, health } = candidate;
    if (key === 'Enter') dispatch({ kind: 'candidateOpened', id });
    else if (isMovable(health)) dispatch({ kind: 'candidatesToggled', files: [candidate], isOn: !chosen.has(id) });
  };
  return (
    <Panel title={messages.choose.table} className={styles.panel} isFilled>
      <CandidateGrid
        list={list}
        label={messages.choose.table}
        hint={messages.list.chooseKeys}
        heightOf={heightOf}
        selectAll={<SelectAllCell candidates={list.rows} chosen={chosen} />}
        onRowKey={onRowKey}
        renderRow={(candidate, place) => (
          <CandidateRow
            key={candidate.id}
            candidate={candidate}
            isChosen={chosen.has(candidate.id)}
            isOpened={flow.opened === candidate.id}
            choice={flow.folderChoices[candidate.id] ?? null}
            dispatch={dispatch}
            {...place}
          />
        )}
      />
    </Panel>
  );
}

function heightOf(): number {
  return ROW_PX + NOTES_PX;
}

type SelectAllProps = { readonly candidates: readonly CandidateView[]; readonly chosen: ReadonlySet<string> };

function SelectAllCell({ candidates, chosen }: SelectAllProps) {
  const messages = useMessages();
  const { dispatch } = useFlow();
  const movable = candidates.filter((candidate) => isMovable(candidate.health));
  const selection = selectionOf(movable, chosen);
  return (
    <TableSelectionCell
      role="columnheader"
      checked={selection === 'some' ? 'mixed' : selection === 'all'}
      checkboxIndicator={{
        'aria-label': messages.choose.selectAll,
        disabled: movable.length === 0,
        onChange: () => dispatch({ kind: 'candidatesToggled', files: movable, isOn: selection !== 'all' }),
      }}
      data-testid={testIds.selectAll}
    />
  );
}

type RowProps = RowPlace & {
  readonly candidate: CandidateView;
  readonly isChosen: boolean;
  readonly isOpened: boolean;
  readonly choice: FolderChoice | null;
  readonly dispatch: Dispatch<FlowAction>;
};

const CandidateRow = memo(function CandidateRow(props: RowProps) {
  const { candidate, isChosen, isOpened, choice, dispatch, ...place } = props;
  const columns = useColumnStyles();
  const styles = useStyles();
  const open = () => dispatch({ kind: 'candidateOpened', id: candidate.id });
  const canMove = isMovable(candidate.health);
  return (
    <GridRow
      place={place}
      className={mergeClasses(columns.row, columns.withBox, columns.lines, styles.row, isOpened && styles.opened)}
      aria-selected={canMove ? isChosen : undefined}
      onClick={open}
      data-testid={testIds.candidateRow}
      {...candidateData(candidate)}
    >
      <ChooseCell candidate={candidate} isChosen={isChosen} dispatch={dispatch} />
      <CandidateCells candidate={candidate}>
        <OpenLink candidate={candidate} />
      </CandidateCells>
      <NotesCell candidate={candidate} choice={choice} />
    </GridRow>
  );
});

type ChooseProps = Pick<RowProps, 'candidate' | 'isChosen' | 'dispatch'>;

function ChooseCell({ candidate, isChosen, dispatch }: ChooseProps) {
  const messages = useMessages();
  const columns = useColumnStyles();
  return (
    <GridCell
      className={columns.box}
      // Ticking a file is not looking into it.
      onClick={(event) => event.stopPropagation()}
      data-testid={testIds.candidateCheckbox}
    >
      <Checkbox
        checked={isChosen}
        aria-label={messages.choose.select(candidate.name)}
        disabled={!isMovable(candidate.health)}
        // The row itself is what Tab reaches; its space bar ticks.
        tabIndex={-1}
        onChange={(_, data) => dispatch({ kind: 'candidatesToggled', files: [candidate], isOn: data.checked === true })}
      />
    </GridCell>
  );
}

/** The name as what opens a file; a click on it reaches the row, which does the opening. */
function OpenLink({ candidate }: { readonly candidate: CandidateView }) {
  const messages = useMessages();
  const styles = useStyles();
  return (
    <button
      type="button"
      className={mergeClasses(styles.name, !isMovable(candidate.health) && styles.unmovable)}
      title={candidate.name}
      aria-label={messages.choose.open(candidate.name)}
      tabIndex={-1}
      data-testid={testIds.candidateOpen}
    >
      {candidate.name}
    </button>
  );
}

/** Why the file is ticked or not, and what sets it apart. */
function NotesCell({ candidate, choice }: Pick<RowProps, 'candidate' | 'choice'>) {
  const styles = useStyles();
  const language = useLanguage();
  const advice = adviceOf(candidate, language);
  return (
    <GridCell className={styles.notes}>
      {choice !== null && (
        <span
          className={mergeClasses(styles.advice, styles.choice, choice.problem !== null && styles.unusable)}
          title={choiceText(choice, language)}
          data-testid={testIds.choiceNote}
        >
          {choiceText(choice, language)}
        </span>
      )}
      <span
        className={mergeClasses(
          styles.advice,
          candidate.isSuggested && styles.suggested,
          choice !== null && styles.second,
        )}
        title={adviceTitle(candidate, language)}
        data-testid={testIds.candidateAdvice}
      >
        {advice}
      </span>
      <CandidateBadges badges={badgesBeside(candidate, language)} />
    </GridCell>
  );
}
