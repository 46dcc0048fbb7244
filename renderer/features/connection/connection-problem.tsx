import type { ComponentProps } from 'react';
import { useSnapshot } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { useFlow } from '../flow-context.ts';
import { isMendedInConnection } from './mended-here.ts';

type Props = Pick<ComponentProps<typeof ProblemBar>, 'problem' | 'intent'>;

/** A problem, with the way to the settings of the connection where those mend it. */
export function ConnectionProblem(props: Props) {
  const { connection } = useMessages();
  const { dispatch } = useFlow();
  const kind = useSnapshot((snapshot) => snapshot.tenant.kind);
  if (!isMendedInConnection(props.problem.code, kind)) return <ProblemBar {...props} />;
  return (
    <ProblemBar
      {...props}
      onRetry={() => dispatch({ kind: 'connectionOpened' })}
      retryLabel={connection.openSettings}
    />
  );
}
