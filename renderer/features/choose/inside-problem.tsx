import { makeStyles, tokens } from '@fluentui/react-components';
import type { WireError } from '../../../preload/contract/index.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';

const useStyles = makeStyles({ root: { flexShrink: 0, padding: tokens.spacingHorizontalL } });

type Props = {
  readonly problem: WireError;
  readonly onRetry: () => void;
  /** Reads the file anew from above. */
  readonly onLookAgain: () => void;
};

/** Why a part of a file cannot be shown. A file that has changed is looked into anew; the rest is tried again. */
export function InsideProblem({ problem, onRetry, onLookAgain }: Props) {
  const { app } = useMessages();
  const isChanged = problem.code === 'contentsChanged';
  return (
    <div className={useStyles().root}>
      <ProblemBar
        problem={problem}
        intent="warning"
        onRetry={isChanged ? onLookAgain : onRetry}
        retryLabel={isChanged ? app.lookAgain : app.tryAgain}
      />
    </div>
  );
}
