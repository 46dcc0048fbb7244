import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import { memo } from 'react';
import type { JobView } from '../../../preload/contract/index.ts';
import { isFinal } from '../../../preload/contract/states.ts';
import { FileName } from '../../components/file-name.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { ConnectionProblem } from '../connection/connection-problem.tsx';
import { targetText } from '../target-text.ts';
import { ImportBar } from './import-bar.tsx';
import { importNoteOf } from './import-note.ts';
import { JobActions, useJobCommands } from './job-actions.tsx';
import { JobBar } from './job-bar.tsx';
import { jobDetail } from './job-detail.ts';
import { stateWord } from './move-model.ts';
import { ServiceFactsList } from './service-facts-list.tsx';
import { waitOf } from './transfer-model.ts';
import { WaitBar } from './wait-bar.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  // Where it is narrow, the buttons go below the name before they leave nothing of it.
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { flexGrow: 1, flexShrink: 1, flexBasis: '160px', minWidth: 0 },
  continued: { whiteSpace: 'nowrap', flexShrink: 0 },
  // Both lines keep their height when they have nothing to say, so that cards do not jump as states change.
  status: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalL,
    minHeight: tokens.lineHeightBase300,
    fontVariantNumeric: 'tabular-nums',
  },
  state: { whiteSpace: 'nowrap' },
  detail: { color: tokens.colorNeutralForeground2, textAlign: 'end' },
});

/** One job: where it stands, how far it is, what the person can do. */
export const JobCard = memo(function JobCard({ job }: { readonly job: JobView }) {
  const messages = useMessages();
  const styles = useStyles();
  const commands = useJobCommands(job);
  return (
    <li
      className={styles.root}
      aria-label={job.fileName}
      data-testid={testIds.jobRow}
      data-name={job.fileName}
      data-job={job.id}
      data-state={job.state}
      data-phase={job.statistics?.phase ?? ''}
      data-wait={waitOf(job)?.reason ?? ''}
    >
      <div className={styles.head}>
        <div className={styles.name}>
          <FileName name={job.fileName} folder={targetText(job.target, messages)} />
        </div>
        {job.isContinued && (
          <Badge className={styles.continued} appearance="tint" color="informative" icon={<ArrowSyncRegular />}>
            {messages.move.continued}
          </Badge>
        )}
        <JobActions job={job} commands={commands} />
      </div>
      <JobBar job={job} />
      <JobStatus job={job} />
      <JobNotices job={job} />
      {commands.problem !== null && <ProblemBar problem={commands.problem} />}
    </li>
  );
});

function JobStatus({ job }: { readonly job: JobView }) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  return (
    <div className={styles.status}>
      <Text weight="semibold" className={styles.state} data-testid={testIds.jobState}>
        {messages.states[stateWord(job)]}
      </Text>
      <Text className={styles.detail} data-testid={testIds.jobDetail}>
        {jobDetail(job, messages, format)}
      </Text>
    </div>
  );
}

function JobNotices({ job }: { readonly job: JobView }) {
  const wait = waitOf(job);
  const note = importNoteOf(job);
  return (
    <>
      {wait !== null && <WaitBar wait={wait} />}
      {note !== null && <ImportBar note={note} />}
      {job.problem !== null && (
        <ConnectionProblem problem={job.problem} intent={isFinal(job.state) ? 'error' : 'warning'} />
      )}
      {job.statistics?.service !== undefined && <ServiceFactsList statistics={job.statistics} />}
    </>
  );
}
