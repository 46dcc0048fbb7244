import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DocumentSearchRegular, SearchRegular } from '@fluentui/react-icons';
import { memo } from 'react';
import type { CandidateView, Snapshot } from '../../../preload/contract/index.ts';
import { useSnapshot } from '../../bridge/hooks.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { GridCell, GridRow } from '../../components/grid-row.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import type { RowPlace } from '../../components/virtual-grid.tsx';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { CandidateBadges } from './candidate-badges.tsx';
import { CandidateCells, candidateData, NOTES_PX, ROW_PX, useColumnStyles } from './candidate-cells.tsx';
import { CandidateGrid } from './candidate-grid.tsx';
import { badgesOf, hasBadges } from './candidate-words.ts';
import { ExportMenu, useExport } from './export-menu.tsx';
import { ScanStatus } from './scan-status.tsx';
import { useCandidateList } from './use-candidate-list.ts';

const useStyles = makeStyles({
  panel: { minHeight: '280px' },
  problem: { flexShrink: 0, padding: tokens.spacingHorizontalS },
  badges: {
    gridColumn: 'name / end',
    gridRow: 'notes',
    alignSelf: 'start',
    minWidth: 0,
    paddingInline: tokens.spacingHorizontalS,
  },
});

/** What the search has found so far, with its counters. */
export function FoundFiles() {
  const messages = useMessages();
  const styles = useStyles();
  const scan = useSnapshot((snapshot) => snapshot.scan);
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const exporting = useExport();
  const isEmpty = candidates.length === 0;
  const aside = <ExportMenu exporting={exporting} isEmpty={isEmpty} />;
  return (
    <Panel title={messages.find.results} aside={aside} className={styles.panel} isFilled>
      {exporting.problem !== null && (
        <div className={styles.problem}>
          <ProblemBar problem={exporting.problem} />
        </div>
      )}
      <ScanStatus scan={scan} foundCount={candidates.length} />
      {isEmpty ? <NothingYet state={scan.state} /> : <FoundTable candidates={candidates} />}
    </Panel>
  );
}

function NothingYet({ state }: { readonly state: Snapshot['scan']['state'] }) {
  const { find } = useMessages();
  if (state === 'idle') return <EmptyState icon={<SearchRegular />} title={find.empty} advice={find.emptyAdvice} />;
  if (state === 'running') {
    return <EmptyState icon={<DocumentSearchRegular />} title={find.searching} advice={find.emptyAdvice} />;
  }
  return <EmptyState icon={<DocumentSearchRegular />} title={find.nothingFound} advice={find.nothingFoundAdvice} />;
}

function FoundTable({ candidates }: { readonly candidates: Snapshot['candidates'] }) {
  const messages = useMessages();
  const list = useCandidateList(candidates);
  return (
    <CandidateGrid
      list={list}
      label={messages.find.results}
      hint={messages.list.keys}
      heightOf={heightOf}
      renderRow={(candidate, place) => <FoundRow key={candidate.id} candidate={candidate} {...place} />}
    />
  );
}

type RowProps = RowPlace & { readonly candidate: CandidateView };

const FoundRow = memo(function FoundRow({ candidate, ...place }: RowProps) {
  const columns = useColumnStyles();
  const styles = useStyles();
  const badges = badgesOf(candidate, useLanguage());
  return (
    <GridRow
      place={place}
      className={mergeClasses(columns.row, columns.lines)}
      data-testid={testIds.foundRow}
      {...candidateData(candidate)}
    >
      <CandidateCells candidate={candidate} />
      {badges.length > 0 && (
        <GridCell className={styles.badges}>
          <CandidateBadges badges={badges} />
        </GridCell>
      )}
    </GridRow>
  );
});

function heightOf(candidate: CandidateView): number {
  return hasBadges(candidate) ? ROW_PX + NOTES_PX : ROW_PX;
}
