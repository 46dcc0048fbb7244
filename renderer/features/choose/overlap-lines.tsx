import { makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { CandidateView, Overlap } from '../../../preload/contract/index.ts';
import { useOverlaps, useSnapshot } from '../../bridge/hooks.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { filesToCompare, overlapsToTell } from './overlap-model.ts';

/** Files that are named one by one; the rest is a number. */
const MAX_NAMED = 3;

const useStyles = makeStyles({
  // Comes and goes below the folders: above them it would push them away under the mouse.
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    gap: tokens.spacingVerticalXXS,
    maxHeight: '88px',
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** How much of a file is in other files that may be moved, too. */
export function OverlapLines({ candidate }: { readonly candidate: CandidateView }) {
  const { choose } = useMessages();
  const styles = useStyles();
  const { flow } = useFlow();
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const otherIds = useMemo(
    () => filesToCompare(candidate, candidates, flow.chosen),
    [candidate, candidates, flow.chosen],
  );
  const { running, overlaps } = useOverlaps(candidate.id, otherIds);
  const told = useMemo(() => overlapsToTell(overlaps), [overlaps]);
  if (told.length === 0 && running === 0) return null;
  return (
    <div className={styles.root}>
      {told.slice(0, MAX_NAMED).map((overlap) => (
        <OverlapLine
          key={overlap.id}
          overlap={overlap}
          other={candidates.find(({ id }) => id === overlap.id) ?? null}
        />
      ))}
      {told.length > MAX_NAMED && <NoteLine tone="copy">{choose.moreOverlaps(told.length - MAX_NAMED)}</NoteLine>}
      {running > 0 && <NoteLine tone="quiet">{choose.comparing(running)}</NoteLine>}
    </div>
  );
}

type LineProps = { readonly overlap: Overlap; readonly other: CandidateView | null };

function OverlapLine({ overlap: { shared, items }, other }: LineProps) {
  const { choose } = useMessages();
  const format = useFormat();
  if (other === null) return null;
  const counts = choose.sharedOf(format.count(shared), format.count(items));
  return (
    <NoteLine tone="copy" title={other.path} data-testid={testIds.overlap} data-name={other.name}>
      {choose.overlap(format.percent((100 * shared) / items), counts, other.name)}
    </NoteLine>
  );
}
