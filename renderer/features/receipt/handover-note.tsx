import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import type { JobView } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
});

/** What comes next for a file whose import an administrator starts, and what that does to the mailbox. */
export function HandoverNote({ job }: { readonly job: Pick<JobView, 'id' | 'fileName'> }) {
  const { receipt } = useMessages();
  const styles = useStyles();
  const open = useCommand('openHandover');
  return (
    <div className={styles.root} data-testid={testIds.handover}>
      <NoteLine tone="info">{receipt.handedOverText}</NoteLine>
      <NoteLine tone="warning">{receipt.retentionHold}</NoteLine>
      <Button
        icon={<FolderOpenRegular />}
        disabledFocusable={open.isRunning}
        aria-label={receipt.openHandoverOf(job.fileName)}
        data-testid={testIds.openHandover}
        onClick={() => void open.run({ jobId: job.id })}
      >
        {receipt.openHandover}
      </Button>
      {open.problem !== null && <ProblemBar problem={open.problem} />}
    </div>
  );
}
