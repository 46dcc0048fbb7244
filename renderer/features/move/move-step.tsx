import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useRef } from 'react';
import { useSnapshot } from '../../bridge/hooks.ts';
import { StepPage } from '../../components/step-page.tsx';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { endedJobIds, jobsOfRound } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { JobCard } from './job-card.tsx';
import { type RoundSummary, summarizeRound } from './move-model.ts';

/** How long the last bar stays full before the receipt comes up by itself, so that the end is seen. */
const RECEIPT_DELAY_MS = 1500;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  spacer: { flexGrow: 1 },
  summary: { display: 'flex', gap: tokens.spacingHorizontalL, flexWrap: 'wrap', fontVariantNumeric: 'tabular-nums' },
  failed: { color: tokens.colorStatusDangerForeground1 },
  help: { color: tokens.colorStatusWarningForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  waiting: { padding: tokens.spacingHorizontalXXL },
});

/** Step 4: every file on its way. */
export function MoveStep() {
  const messages = useMessages();
  const styles = useStyles();
  const { flow } = useFlow();
  const allJobs = useSnapshot((snapshot) => snapshot.jobs);
  const jobs = useMemo(() => jobsOfRound(flow, allJobs), [flow, allJobs]);
  const round = summarizeRound(jobs);
  const { shown, rest } = useGrowingList(jobs);
  useReceiptAtEnd(round.hasEnded);
  return (
    <StepPage
      step="move"
      title={round.hasEnded ? messages.move.titleEnded : messages.move.title}
      intro={round.hasEnded ? messages.move.introEnded : messages.move.intro}
      footer={<MoveFooter hasEnded={round.hasEnded} />}
    >
      {jobs.length === 0 ? (
        <Spinner className={styles.waiting} label={messages.move.preparing} delay={400} />
      ) : (
        <Summary round={round} />
      )}
      <ul className={styles.list} aria-label={messages.move.jobs}>
        {shown.map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </ul>
      {rest}
    </StepPage>
  );
}

/** Goes on to the receipt when the last job ends under the person's eyes, not when they come back to look. */
function useReceiptAtEnd(hasEnded: boolean) {
  const { dispatch } = useFlow();
  const hadEndedAtFirst = useRef(hasEnded);
  useEffect(() => {
    if (!hasEnded || hadEndedAtFirst.current) return;
    const timer = setTimeout(() => dispatch({ kind: 'stepChosen', step: 'receipt' }), RECEIPT_DELAY_MS);
    return () => clearTimeout(timer);
  }, [hasEnded, dispatch]);
}

function Summary({ round }: { readonly round: RoundSummary }) {
  const { move } = useMessages();
  const styles = useStyles();
  return (
    <div className={styles.summary}>
      <Text weight="semibold" data-testid={testIds.roundProgress}>
        {move.progress(round.done, round.total)}
      </Text>
      {round.waiting > 0 && <Text className={styles.quiet}>{move.waitingCount(round.waiting)}</Text>}
      {round.needHelp > 0 && <Text className={styles.help}>{move.helpCount(round.needHelp)}</Text>}
      {round.failed > 0 && <Text className={styles.failed}>{move.failedCount(round.failed)}</Text>}
      {round.cancelled > 0 && <Text className={styles.quiet}>{move.cancelledCount(round.cancelled)}</Text>}
    </div>
  );
}

function MoveFooter({ hasEnded }: { readonly hasEnded: boolean }) {
  const { move } = useMessages();
  const styles = useStyles();
  const { dispatch } = useFlow();
  const jobs = useSnapshot((snapshot) => snapshot.jobs);
  return (
    <>
      <Button
        data-testid={testIds.moreFiles}
        onClick={() => dispatch({ kind: 'roundStarted', endedJobs: endedJobIds(jobs) })}
      >
        {move.more}
      </Button>
      <span className={styles.spacer} />
      <Button
        appearance={hasEnded ? 'primary' : 'secondary'}
        disabled={!hasEnded}
        icon={<ArrowRightRegular />}
        iconPosition="after"
        data-testid={testIds.toReceipt}
        onClick={() => dispatch({ kind: 'stepChosen', step: 'receipt' })}
      >
        {move.seeReceipt}
      </Button>
    </>
  );
}
