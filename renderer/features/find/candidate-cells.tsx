import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { GridCell } from '../../components/grid-row.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { describePlace } from './describe-place.ts';

/** Height of a row: a name over a place, px. */
export const ROW_PX = 50;

/** Height of the line of notes under a row that has any, px. */
export const NOTES_PX = 26;

/** Marks the button that is seen only while its row is pointed at or has the focus. */
const QUIET = 'ferry-quiet';

const COLUMNS = '[name] 84px [folder] minmax(0, 1fr) [size] 84px [modified] 120px [health] 144px [end]';

/** A list named `files` that is this narrow leaves out the column of the last change. */
const NARROW = '@container files (max-width: 600px)';
const NARROW_COLUMNS = '[name] 84px [folder] minmax(0, 1fr) [size] 76px [health] 136px [end]';

/** The columns of the files, the same in the heading and in every row. */
export const useColumnStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: COLUMNS,
    [NARROW]: { gridTemplateColumns: NARROW_COLUMNS },
    alignItems: 'center',
    paddingInline: tokens.spacingHorizontalS,
    // Taken out, not made invisible: the place may then use its room.
    [`& .${QUIET}`]: { display: 'none' },
    [`&:hover .${QUIET}, &:focus-visible .${QUIET}, & .${QUIET}:focus`]: { display: 'inline-flex' },
  },
  withBox: {
    gridTemplateColumns: `[box] 44px ${COLUMNS}`,
    [NARROW]: { gridTemplateColumns: `[box] 44px ${NARROW_COLUMNS}` },
    paddingInlineStart: 0,
  },
  modified: { [NARROW]: { display: 'none' } },
  lines: { gridTemplateRows: '[name] 27px [folder] 22px [notes]', alignContent: 'start' },
  box: { gridColumn: 'box', gridRow: 'name / span 2', justifySelf: 'center' },
});

const useStyles = makeStyles({
  cell: { gridRow: 'name / span 2', minWidth: 0, paddingInline: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
  name: {
    display: 'flex',
    gridColumn: 'name / size',
    gridRow: 'name',
    alignSelf: 'end',
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
  },
  folder: {
    gridColumn: 'name / size',
    gridRow: 'folder',
    display: 'flex',
    alignSelf: 'start',
    gap: tokens.spacingHorizontalXXS,
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
    ...typographyStyles.caption1,
    color: tokens.colorNeutralForeground3,
  },
  strong: { fontWeight: tokens.fontWeightSemibold },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

type Props = {
  readonly candidate: CandidateView;
  /** Replaces the name. */
  readonly children?: ReactNode;
};

/** The cells of a file: name, place, size, last change and condition. */
export function CandidateCells({ candidate, children }: Props) {
  const format = useFormat();
  const messages = useMessages();
  const styles = useStyles();
  const columns = useColumnStyles();
  return (
    <>
      <GridCell className={styles.name}>
        {children ?? (
          <span className={mergeClasses(styles.line, styles.strong)} title={candidate.name}>
            {candidate.name}
          </span>
        )}
      </GridCell>
      <GridCell className={styles.folder}>
        <span className={styles.line} title={candidate.path}>
          {describePlace(candidate.place, messages)}
        </span>
        <CopyButton
          className={QUIET}
          text={candidate.path}
          label={messages.choose.copyPath}
          testId={testIds.copyPath}
          tabIndex={-1}
        />
      </GridCell>
      <GridCell className={styles.cell}>{format.bytes(candidate.sizeBytes)}</GridCell>
      <GridCell className={mergeClasses(styles.cell, columns.modified)} title={format.dateTime(candidate.modified)}>
        {format.date(candidate.modified)}
      </GridCell>
      <GridCell className={styles.cell}>
        <HealthBadge candidate={candidate} />
      </GridCell>
    </>
  );
}

/** What a test can tell a row by. */
export function candidateData({ name, health, isSuggested, reason }: CandidateView) {
  return { 'data-name': name, 'data-health': health, 'data-suggested': isSuggested, 'data-reason': reason };
}
