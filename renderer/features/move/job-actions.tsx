import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular, PauseRegular, PlayRegular } from '@fluentui/react-icons';
import type { JobView } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { actionsOf } from './move-model.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'end', gap: tokens.spacingVerticalXS, flexShrink: 0 },
  // A job that has ended keeps the room of its buttons: the card does not shrink under the pointer.
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS, minHeight: '32px' },
});

/** Pause, continue and cancel, as far as the state of the job allows. */
export function JobActions({ job }: { readonly job: JobView }) {
  const { move } = useMessages();
  const styles = useStyles();
  const pause = useCommand('pauseJob');
  const resume = useCommand('resumeJob');
  const cancel = useCommand('cancelJob');
  const can = actionsOf(job);
  const request = { jobId: job.id };
  const problem = pause.problem ?? resume.problem ?? cancel.problem;
  return (
    <div className={styles.root}>
      <div className={styles.buttons}>
        {can.canPause && (
          <Button
            icon={<PauseRegular />}
            disabled={pause.isRunning}
            aria-label={move.pauseOf(job.fileName)}
            data-testid={testIds.pause}
            onClick={() => void pause.run(request)}
          >
            {move.pause}
          </Button>
        )}
        {can.canResume && (
          <Button
            icon={<PlayRegular />}
            disabled={resume.isRunning}
            aria-label={move.resumeOf(job.fileName)}
            data-testid={testIds.resume}
            onClick={() => void resume.run(request)}
          >
            {move.resume}
          </Button>
        )}
        {can.canCancel && (
          <CancelButton name={job.fileName} isRunning={cancel.isRunning} onCancel={() => void cancel.run(request)} />
        )}
      </div>
      {problem !== null && <ProblemBar problem={problem} />}
    </div>
  );
}

type CancelProps = { readonly name: string; readonly isRunning: boolean; readonly onCancel: () => void };

function CancelButton({ name, isRunning, onCancel }: CancelProps) {
  const { move } = useMessages();
  return (
    <Dialog modalType="alert">
      <DialogTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          disabled={isRunning}
          aria-label={move.cancelOf(name)}
          data-testid={testIds.cancel}
        >
          {move.cancel}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{move.cancelTitle}</DialogTitle>
          <DialogContent>{move.cancelText(name)}</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{move.cancelNo}</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" data-testid={testIds.confirmCancel} onClick={onCancel}>
                {move.cancelYes}
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
