import { Badge, type BadgeProps, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import { memo } from 'react';
import type { JobView, Receipt } from '../../../preload/contract/index.ts';
import type { JobState } from '../../../preload/contract/states.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { FileName } from '../../components/file-name.tsx';
import { NoteLine } from '../../components/note-line.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { folderOf } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { foldersText } from '../folders-text.ts';
import { isHandedOver, stateWord } from '../move/move-model.ts';
import { HandoverNote } from './handover-note.tsx';
import { ReceiptFacts } from './receipt-facts.tsx';
import { outcomeOf } from './receipt-model.ts';
import { outcomeText } from './receipt-words.ts';

/** Folders that are named on hovering; the facts below the line name more. */
const MAX_NAMED = 20;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { flexGrow: 1, minWidth: 0 },
  // However long the name is, it is the name that gives way.
  whole: { flexShrink: 0, whiteSpace: 'nowrap' },
  skips: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, color: tokens.colorNeutralForeground2 },
});

/** One ended job: what arrived, what was left out and why, and the facts that prove it. */
export const ReceiptCard = memo(function ReceiptCard({ job }: { readonly job: JobView }) {
  const messages = useMessages();
  const styles = useStyles();
  const open = useCommand('openMailboxFolder');
  const { receipt } = job;
  const problem = job.problem ?? receipt?.problem ?? null;
  return (
    <article
      className={styles.root}
      aria-label={job.fileName}
      data-testid={testIds.receipt}
      data-name={job.fileName}
      data-job={job.id}
      data-state={job.state}
    >
      <div className={styles.head}>
        <div className={styles.name}>
          <FileName name={job.fileName} folder={folderOf(job.path)} />
        </div>
        <Badge
          className={styles.whole}
          appearance="tint"
          color={isHandedOver(job) ? 'informative' : badgeColor(job.state)}
        >
          {messages.states[stateWord(job)]}
        </Badge>
        {receipt?.mailboxPath != null && (
          <OpenButton name={job.fileName} isRunning={open.isRunning} onOpen={() => void open.run({ jobId: job.id })} />
        )}
      </div>
      {open.problem !== null && <ProblemBar problem={open.problem} />}
      {receipt !== null && <Arrived receipt={receipt} />}
      {isHandedOver(job) && <HandoverNote job={job} />}
      {problem !== null && <ProblemBar problem={problem} />}
      <ReceiptFacts job={job} />
    </article>
  );
});

function badgeColor(state: JobState): NonNullable<BadgeProps['color']> {
  switch (state) {
    case 'done':
      return 'success';
    case 'doneWithSkips':
      return 'warning';
    case 'failed':
      return 'danger';
    default:
      return 'informative';
  }
}

function Arrived({ receipt }: { readonly receipt: Receipt }) {
  const language = useLanguage();
  const styles = useStyles();
  const { messages } = language;
  const outcome = outcomeOf(receipt);
  const hasFolders = outcome !== 'nothingArrived' && outcome !== 'handedOver';
  const folders = hasFolders ? foldersText(receipt, messages) : '';
  return (
    <div>
      <Text size={400} weight="semibold" data-testid={testIds.receiptOutcome}>
        {outcomeText(receipt, language)}
      </Text>
      {folders !== '' && (
        <NoteLine
          tone="info"
          title={[...receipt.includeFolders, ...receipt.excludeFolders].slice(0, MAX_NAMED).join('\n')}
          data-testid={testIds.choiceNote}
        >
          {folders}
        </NoteLine>
      )}
      {receipt.skipped.length > 0 && (
        <ul className={styles.skips}>
          {receipt.skipped.map(({ reason, count }) => (
            <li key={reason} data-testid={testIds.receiptSkip} data-reason={reason}>
              {messages.receipt.skipReasons[reason](count)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type OpenProps = { readonly name: string; readonly isRunning: boolean; readonly onOpen: () => void };

function OpenButton({ name, isRunning, onOpen }: OpenProps) {
  const { receipt } = useMessages();
  const styles = useStyles();
  return (
    <Button
      className={styles.whole}
      icon={<FolderOpenRegular />}
      disabled={isRunning}
      aria-label={receipt.openOf(name)}
      data-testid={testIds.openMailbox}
      onClick={onOpen}
    >
      {receipt.open}
    </Button>
  );
}
