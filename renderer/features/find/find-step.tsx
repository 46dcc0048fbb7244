import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons';
import type { ScanRoot } from '../../../preload/contract/index.ts';
import { useClient, useCommand, useSnapshot } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { StepPage } from '../../components/step-page.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { NoConnectionNote } from '../connection/no-connection-note.tsx';
import { isRootOn } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { FoundFiles } from './found-files.tsx';
import { RootList } from './root-list.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(260px, 340px) minmax(0, 1fr)',
    gridTemplateRows: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalL,
    flexGrow: 1,
    minHeight: 0,
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto' },
  },
  spacer: { flexGrow: 1 },
});

/** Step 1: where to look, and what turns up. */
export function FindStep() {
  const messages = useMessages();
  const styles = useStyles();
  const { dispatch } = useFlow();
  const roots = useSnapshot((snapshot) => snapshot.roots);
  const scan = useSnapshot((snapshot) => snapshot.scan);
  // What cannot be moved can be looked into all the same.
  const canGoOn = useSnapshot((snapshot) => snapshot.candidates.length > 0);
  const search = useSearch(roots);
  const problem = search.problem ?? scan.problem;
  const footer = (
    <>
      <span className={styles.spacer} />
      <Button
        appearance={canGoOn && scan.state !== 'running' ? 'primary' : 'secondary'}
        disabled={!canGoOn}
        icon={<ArrowRightRegular />}
        iconPosition="after"
        data-testid={testIds.toChoose}
        onClick={() => dispatch({ kind: 'stepChosen', step: 'choose' })}
      >
        {messages.find.next}
      </Button>
    </>
  );
  return (
    <StepPage step="find" title={messages.find.title} intro={messages.find.intro} footer={footer} isFilling>
      <NoConnectionNote text={messages.connection.missingText} />
      {problem !== null && <ProblemBar problem={problem} />}
      <div className={styles.columns}>
        <RootList roots={roots} scanState={scan.state} canStart={search.canStart} onStart={search.start} />
        <FoundFiles />
      </div>
    </StepPage>
  );
}

/** Starting a search over the roots that are on; a new search makes all that was chosen and read before void. */
function useSearch(roots: readonly ScanRoot[]) {
  const { contents, overlaps } = useClient();
  const { flow, dispatch } = useFlow();
  const startScan = useCommand('startScan');
  const rootIds = roots.filter((root) => isRootOn(flow, root)).map((root) => root.id);
  const start = async () => {
    const started = await startScan.run({ rootIds, isDeep: flow.isDeep });
    if (started === null) return;
    contents.clear();
    overlaps.clear();
    dispatch({ kind: 'scanStarted' });
  };
  return { start, canStart: rootIds.length > 0 && !startScan.isRunning, problem: startScan.problem };
}
