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
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { actionsOf } from './move-model.ts';

const useStyles = makeStyles({
  // A job that has ended keeps the room of its buttons: the card does not shrink under the pointer.
  root: { display: 'flex', gap: tokens.spacingHorizontalS, minHeight: '32px', flexShrink: 0 },
});

/** What the buttons of a job do, and why the last one did not. */
export type JobCommands = ReturnType<typeof useJobCommands>;

/** The commands of one job. */
export function useJobCommands({ id }: Pick<JobView, 'id'>) {
  const pause = useCommand('pauseJob');
  const resume = useCommand('resumeJob');
  const cancel = useCommand('cancelJob');
  return {
    pause: () => void pause.run({ jobId: id }),
    resume: () => void resume.run({ jobId: id }),
    cancel: () => void cancel.run({ jobId: id }),
    isRunning: pause.isRunning || resume.isRunning || cancel.isRunning,
    problem: pause.problem ?? resume.problem ?? cancel.problem,
  };
}

type Props = { readonly job: JobView; readonly commands: JobCommands };

/** Pause, continue and cancel, as far as the state of the job allows. */
export function JobActions({ job, commands }: Props) {
  const { move } = useMessages();
  const styles = useStyles();
  const can = actionsOf(job);
  return (
    <div className={styles.root}>
      {can.canPause && (
        <Button
          icon={<PauseRegular />}
          disabled={commands.isRunning}
          aria-label={move.pauseOf(job.fileName)}
          data-testid={testIds.pause}
          onClick={commands.pause}
        >
          {move.pause}
        </Button>
      )}
      {can.canResume && (
        <Button
          icon={<PlayRegular />}
          disabled={commands.isRunning}
          aria-label={move.resumeOf(job.fileName)}
          data-testid={testIds.resume}
          onClick={commands.resume}
        >
          {move.resume}
        </Button>
      )}
      {can.canCancel && <CancelButton name={job.fileName} isRunning={commands.isRunning} onCancel={commands.cancel} />}
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
