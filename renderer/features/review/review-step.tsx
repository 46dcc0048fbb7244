import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { WireError } from '../../../preload/contract/index.ts';
import { describeError } from '../../../preload/contract/sentences.ts';
import { useClient, useCommand, useSnapshot } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { StepPage } from '../../components/step-page.tsx';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { ConnectionProblem } from '../connection/connection-problem.tsx';
import { NoConnectionNote } from '../connection/no-connection-note.tsx';
import { useFlow } from '../flow-context.ts';
import { PlaceForAll } from './place-for-all.tsx';
import { ReviewCard } from './review-card.tsx';
import { changedFiles, ordersOf, type ReviewRow, reviewRows, reviewTotals } from './review-model.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  spacer: { flexGrow: 1 },
  total: { color: tokens.colorNeutralForeground2 },
  heading: { margin: 0 },
});

/** What a start would say; said before, in place of letting the person try. */
const CONNECTION_MISSING: WireError = { code: 'connectionMissing', params: {} };

/** Step 3: where the mail of each file goes. */
export function ReviewStep() {
  const messages = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const mailboxes = useSnapshot((snapshot) => snapshot.tenant.mailboxes);
  const engine = useSnapshot((snapshot) => snapshot.tenant.kind);
  const rows = useMemo(() => reviewRows(flow, candidates, engine), [flow, candidates, engine]);
  const { shown, rest } = useGrowingList(rows);
  const { start, isStarting, problem, lookAgain } = useStart(rows);
  const footer = <ReviewFooter rows={rows} isSetUp={engine !== null} isStarting={isStarting} onStart={start} />;
  return (
    <StepPage step="review" title={messages.review.title} intro={messages.review.intro} footer={footer}>
      <NoConnectionNote text={describeError(CONNECTION_MISSING).advice} />
      {problem !== null &&
        (lookAgain === null ? (
          <ConnectionProblem problem={problem} />
        ) : (
          <ProblemBar problem={problem} intent="warning" onRetry={lookAgain} retryLabel={messages.app.lookAgain} />
        ))}
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
  const sent = useRef(rows);
  const lookAgain = useChangedFiles(sent, startMigration.problem);
  const start = async () => {
    sent.current = rows;
    const started = await startMigration.run(ordersOf(rows));
    if (started !== null) dispatch({ kind: 'migrationStarted' });
  };
  return { start, isStarting: startMigration.isRunning, problem: startMigration.problem, lookAgain };
}

/** Forgets what is known of files that have changed, and gives the way back to them; null for any other problem. */
function useChangedFiles(sent: RefObject<readonly ReviewRow[]>, problem: WireError | null): (() => void) | null {
  const { contents, overlaps } = useClient();
  const { dispatch } = useFlow();
  const changed = problem?.code === 'contentsChanged' ? problem : null;
  useEffect(() => {
    if (changed === null) return;
    const ids = changedFiles(sent.current, changed);
    for (const id of ids) {
      contents.forget(id, contents.get(id), changed);
      overlaps.forget(id);
    }
    dispatch({ kind: 'contentsForgotten', ids });
  }, [changed, sent, contents, overlaps, dispatch]);
  if (changed === null) return null;
  return () => {
    const [first] = changedFiles(sent.current, changed);
    if (first !== undefined) {
      contents.load(first);
      dispatch({ kind: 'candidateOpened', id: first });
    }
    dispatch({ kind: 'stepChosen', step: 'choose' });
  };
}

type FooterProps = {
  readonly rows: readonly ReviewRow[];
  readonly isSetUp: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
};

function ReviewFooter({ rows, isSetUp, isStarting, onStart }: FooterProps) {
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
        disabled={!isSetUp || count === 0 || incomplete > 0 || isStarting}
        icon={isStarting ? <Spinner size="extra-tiny" /> : null}
        data-testid={testIds.startMigration}
        onClick={onStart}
      >
        {isStarting ? messages.review.starting : messages.review.start(count)}
      </Button>
    </>
  );
}
