import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useCommand, useSnapshot } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { StepPage } from '../../components/step-page.tsx';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { PlaceForAll } from './place-for-all.tsx';
import { ReviewCard } from './review-card.tsx';
import { ordersOf, type ReviewRow, reviewRows, reviewTotals } from './review-model.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  spacer: { flexGrow: 1 },
  total: { color: tokens.colorNeutralForeground2 },
  heading: { margin: 0 },
});

/** Step 3: where the mail of each file goes. */
export function ReviewStep() {
  const messages = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const mailboxes = useSnapshot((snapshot) => snapshot.tenant.mailboxes);
  const rows = useMemo(() => reviewRows(flow, candidates), [flow, candidates]);
  const { shown, rest } = useGrowingList(rows);
  const { start, isStarting, problem } = useStart(rows);
  const footer = <ReviewFooter rows={rows} isStarting={isStarting} onStart={start} />;
  return (
    <StepPage step="review" title={messages.review.title} intro={messages.review.intro} footer={footer}>
      {problem !== null && <ProblemBar problem={problem} />}
      <PlaceForAll mailboxes={mailboxes} />
      <Text as="h2" size={400} weight="semibold" className={styles.heading}>
        {messages.review.files}
      </Text>
      <div className={styles.list}>
        {shown.map((row) => (
          <ReviewCard key={row.candidate.id} row={row} mailboxes={mailboxes} dispatch={dispatch} />
        ))}
        {rest}
      </div>
    </StepPage>
  );
}

function useStart(rows: readonly ReviewRow[]) {
  const { dispatch } = useFlow();
  const startMigration = useCommand('startMigration');
  const start = async () => {
    const started = await startMigration.run(ordersOf(rows));
    if (started !== null) dispatch({ kind: 'migrationStarted' });
  };
  return { start, isStarting: startMigration.isRunning, problem: startMigration.problem };
}

type FooterProps = {
  readonly rows: readonly ReviewRow[];
  readonly isStarting: boolean;
  readonly onStart: () => void;
};

function ReviewFooter({ rows, isStarting, onStart }: FooterProps) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { dispatch } = useFlow();
  const { count, sizeBytes, incomplete } = reviewTotals(rows);
  const total = messages.review.total(count, format.bytes(sizeBytes));
  return (
    <>
      <Button
        disabled={isStarting}
        data-testid={testIds.back}
        onClick={() => dispatch({ kind: 'stepChosen', step: 'choose' })}
      >
        {messages.steps.back}
      </Button>
      <span className={styles.spacer} />
      <Text className={styles.total}>{incomplete > 0 ? messages.review.incomplete(incomplete) : total}</Text>
      <Button
        appearance="primary"
        disabled={count === 0 || incomplete > 0 || isStarting}
        icon={isStarting ? <Spinner size="extra-tiny" /> : null}
        data-testid={testIds.startMigration}
        onClick={onStart}
      >
        {isStarting ? messages.review.starting : messages.review.start(count)}
      </Button>
    </>
  );
}
