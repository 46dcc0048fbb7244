import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ReceiptRegular } from '@fluentui/react-icons';
import { useMemo } from 'react';
import type { JobView } from '../../../preload/contract/index.ts';
import { useSnapshot } from '../../bridge/hooks.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { StepPage } from '../../components/step-page.tsx';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { endedJobIds } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { ReceiptCard } from './receipt-card.tsx';
import { groupReceipts } from './receipt-model.ts';

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  heading: { margin: 0 },
  spacer: { flexGrow: 1 },
});

/** Step 5: what arrived, what did not, and the proof. */
export function ReceiptStep() {
  const messages = useMessages();
  const { flow } = useFlow();
  const jobs = useSnapshot((snapshot) => snapshot.jobs);
  const { thisTime, earlier } = useMemo(() => groupReceipts(jobs, flow.earlierJobs), [jobs, flow.earlierJobs]);
  const isEmpty = thisTime.length + earlier.length === 0;
  // One group needs no heading; "Earlier" alone still says that these are not of today.
  const firstTitle = earlier.length === 0 ? null : messages.receipt.thisTime;
  return (
    <StepPage
      step="receipt"
      title={messages.receipt.title}
      intro={messages.receipt.intro}
      footer={<ReceiptFooter jobs={jobs} />}
    >
      {isEmpty && (
        <EmptyState icon={<ReceiptRegular />} title={messages.receipt.empty} advice={messages.receipt.emptyAdvice} />
      )}
      <ReceiptGroup title={firstTitle} jobs={thisTime} />
      <ReceiptGroup title={messages.receipt.earlier} jobs={earlier} />
    </StepPage>
  );
}

function ReceiptGroup({ title, jobs }: { readonly title: string | null; readonly jobs: readonly JobView[] }) {
  const styles = useStyles();
  const { shown, rest } = useGrowingList(jobs);
  if (jobs.length === 0) return null;
  return (
    <section className={styles.group}>
      {title !== null && (
        <Text as="h2" size={400} weight="semibold" className={styles.heading}>
          {title}
        </Text>
      )}
      {shown.map((job) => (
        <ReceiptCard key={job.id} job={job} />
      ))}
      {rest}
    </section>
  );
}

function ReceiptFooter({ jobs }: { readonly jobs: readonly JobView[] }) {
  const { receipt } = useMessages();
  const styles = useStyles();
  const { dispatch } = useFlow();
  return (
    <>
      <span className={styles.spacer} />
      <Button
        appearance="primary"
        data-testid={testIds.moreFiles}
        onClick={() => dispatch({ kind: 'roundStarted', endedJobs: endedJobIds(jobs) })}
      >
        {receipt.more}
      </Button>
    </>
  );
}
