import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import { useLayoutEffect, useMemo } from 'react';
import type { Snapshot } from '../../../preload/contract/index.ts';
import { useSnapshot } from '../../bridge/hooks.ts';
import { StepPage } from '../../components/step-page.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { sortForChoosing } from '../find/candidate-model.ts';
import { chosenCandidates, filesToTick, hasUnusableFolders } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { CandidateTable } from './candidate-table.tsx';
import { ContentsPanel } from './contents-panel.tsx';

/** Most orders in one request, as the contract's `startMigration` has it. */
const MAX_ORDERS = 1000;

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(380px, 47%)',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    flexGrow: 1,
    minHeight: 0,
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto' },
  },
  spacer: { flexGrow: 1 },
  count: { color: tokens.colorNeutralForeground2 },
});

/** Step 2: which of the files, with a look inside. */
export function ChooseStep() {
  const messages = useMessages();
  const styles = useStyles();
  const { flow } = useFlow();
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const isSearching = useSnapshot((snapshot) => snapshot.scan.state === 'running');
  useSuggestions(candidates);
  const sorted = useMemo(() => sortForChoosing(candidates), [candidates]);
  const opened = candidates.find((candidate) => candidate.id === flow.opened) ?? null;
  const intro = isSearching ? `${messages.choose.intro} ${messages.choose.stillSearching}` : messages.choose.intro;
  return (
    <StepPage step="choose" title={messages.choose.title} intro={intro} footer={<ChooseFooter />} isFilling isWide>
      <div className={styles.columns}>
        <CandidateTable candidates={sorted} />
        <ContentsPanel candidate={opened} />
      </div>
    </StepPage>
  );
}

/** Ticks what is suggested while the person can see it: on the later steps nothing is chosen behind their back. */
function useSuggestions(candidates: Snapshot['candidates']) {
  const { flow, dispatch } = useFlow();
  const jobs = useSnapshot((snapshot) => snapshot.jobs);
  const { refused } = flow;
  // Before anything is painted: a tick that comes late looks like a slip of the mouse.
  useLayoutEffect(() => {
    dispatch({ kind: 'suggestionsSeen', ids: filesToTick(candidates, jobs, { refused }) });
  }, [candidates, jobs, refused, dispatch]);
}

function ChooseFooter() {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const chosen = chosenCandidates(flow, candidates);
  const sizeBytes = chosen.reduce((sum, candidate) => sum + candidate.sizeBytes, 0);
  const isTooMany = chosen.length > MAX_ORDERS;
  const unusable = chosen.filter(({ id }) => hasUnusableFolders(flow, [id])).length;
  const summary = isTooMany
    ? messages.choose.tooMany(MAX_ORDERS)
    : unusable > 0
      ? messages.choose.unusable(unusable)
      : messages.choose.chosen(chosen.length, format.bytes(sizeBytes));
  return (
    <>
      <Button data-testid={testIds.back} onClick={() => dispatch({ kind: 'stepChosen', step: 'find' })}>
        {messages.steps.back}
      </Button>
      <span className={styles.spacer} />
      <Text className={styles.count}>{chosen.length === 0 ? messages.choose.noneChosen : summary}</Text>
      <Button
        appearance="primary"
        disabled={chosen.length === 0 || isTooMany || unusable > 0}
        icon={<ArrowRightRegular />}
        iconPosition="after"
        data-testid={testIds.toReview}
        onClick={() => dispatch({ kind: 'stepChosen', step: 'review' })}
      >
        {messages.choose.next}
      </Button>
    </>
  );
}
