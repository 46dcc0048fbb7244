import { makeStyles, mergeClasses, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { DocumentSearchRegular, SearchRegular } from '@fluentui/react-icons';
import { memo } from 'react';
import type { CandidateView, Snapshot } from '../../../preload/contract/index.ts';
import { useSnapshot } from '../../bridge/hooks.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { GridRow } from '../../components/grid-row.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RowPlace } from '../../components/virtual-grid.tsx';
import { useMessages } from '../../format/messages.ts';
import { shortenMiddle } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { CandidateCells, ROW_PX, useColumnStyles } from './candidate-cells.tsx';
import { CandidateGrid } from './candidate-grid.tsx';
import { useCandidateList } from './use-candidate-list.ts';

/** Characters of the folder being read that fit the line. */
const FOLDER_CHARACTERS = 72;

const useStyles = makeStyles({
  panel: { minHeight: '280px' },
  status: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    minHeight: '52px',
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    boxSizing: 'border-box',
    fontVariantNumeric: 'tabular-nums',
  },
  // Kept while nothing runs, so that the list below never moves.
  bar: { height: '2px', flexShrink: 0 },
  note: { color: tokens.colorNeutralForeground3, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  denied: { color: tokens.colorStatusWarningForeground1 },
});

/** What the search has found so far, with its counters. */
export function FoundFiles() {
  const messages = useMessages();
  const styles = useStyles();
  const scan = useSnapshot((snapshot) => snapshot.scan);
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  return (
    <Panel title={messages.find.results} className={styles.panel} isFilled>
      <ScanStatus scan={scan} foundCount={candidates.length} />
      {candidates.length === 0 ? <NothingYet state={scan.state} /> : <FoundTable candidates={candidates} />}
    </Panel>
  );
}

function ScanStatus({ scan, foundCount }: { readonly scan: Snapshot['scan']; readonly foundCount: number }) {
  const messages = useMessages();
  const styles = useStyles();
  if (scan.state === 'idle') return <span data-testid={testIds.scanState} data-state={scan.state} />;
  const counters = [messages.find.filesFound(foundCount), messages.find.foldersSeen(scan.folders)].join(' · ');
  return (
    <>
      <div className={styles.bar}>
        {scan.state === 'running' && <ProgressBar aria-label={messages.find.searching} />}
      </div>
      <div className={styles.status} data-testid={testIds.scanState} data-state={scan.state}>
        <Text>
          {counters}
          {scan.denied > 0 && (
            <Text className={styles.denied} title={messages.find.deniedAdvice}>
              {` · ${messages.find.denied(scan.denied)}`}
            </Text>
          )}
        </Text>
        <Text size={200} className={styles.note} title={scan.currentFolder ?? undefined}>
          {scanNote(scan, messages.find)}
        </Text>
      </div>
    </>
  );
}

function scanNote(scan: Snapshot['scan'], words: ReturnType<typeof useMessages>['find']): string {
  switch (scan.state) {
    case 'idle':
      return '';
    case 'running':
      return scan.currentFolder === null
        ? words.searching
        : words.lookingIn(shortenMiddle(scan.currentFolder, FOLDER_CHARACTERS));
    case 'finished':
      return words.finished;
    case 'cancelled':
      return words.stopped;
    case 'failed':
      return words.failed;
  }
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
  return (
    <GridRow
      place={place}
      className={mergeClasses(columns.row, columns.lines)}
      data-testid={testIds.foundRow}
      data-name={candidate.name}
      data-health={candidate.health}
    >
      <CandidateCells candidate={candidate} />
    </GridRow>
  );
});

function heightOf(): number {
  return ROW_PX;
}
