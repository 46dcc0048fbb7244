import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { GridCell } from '../../components/grid-row.tsx';
import { HealthBadge } from '../../components/health-badge.tsx';
import { useFormat } from '../../format/messages.ts';
import { folderOf, shortenMiddle } from '../../format/path.ts';

/** Height of a row: a name over a folder, px. */
export const ROW_PX = 50;

/** Height of a line of explanation under a row, px. */
export const REASON_PX = 20;

/** Characters of a folder path before its middle is left out; the rest is cut by the width of the column. */
const FOLDER_CHARACTERS = 64;

const COLUMNS = '[name] 84px [folder] minmax(0, 1fr) [size] 84px [modified] 120px [health] 144px [end]';

/** The columns of the files, the same in the heading and in every row. */
export const useColumnStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: COLUMNS,
    alignItems: 'center',
    paddingInline: tokens.spacingHorizontalS,
  },
  withBox: { gridTemplateColumns: `[box] 44px ${COLUMNS}`, paddingInlineStart: 0 },
  lines: { gridTemplateRows: '[name] 27px [folder] 22px' },
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

/** The cells of a file: name, folder, size, last change and condition. */
export function CandidateCells({ candidate, children }: Props) {
  const format = useFormat();
  const styles = useStyles();
  const folder = folderOf(candidate.path);
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
        <span className={styles.line} title={folder}>
          {shortenMiddle(folder, FOLDER_CHARACTERS)}
        </span>
      </GridCell>
      <GridCell className={styles.cell}>{format.bytes(candidate.sizeBytes)}</GridCell>
      <GridCell className={styles.cell} title={format.dateTime(candidate.modified)}>
        {format.date(candidate.modified)}
      </GridCell>
      <GridCell className={styles.cell}>
        <HealthBadge health={candidate.health} />
      </GridCell>
    </>
  );
}
