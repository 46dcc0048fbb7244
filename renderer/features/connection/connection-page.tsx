import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import type { ConnectionView } from '../../../preload/contract/index.ts';
import { useConnection } from '../../bridge/hooks.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { StepPage } from '../../components/step-page.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { TestPanel } from '../diagnostics/test-panel.tsx';
import { useFlow } from '../flow-context.ts';
import { SecretsPanel } from './secrets-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { useDraft } from './use-draft.ts';

const useStyles = makeStyles({
  waiting: { padding: tokens.spacingHorizontalXXL },
  spacer: { flexGrow: 1 },
});

/** Where the mail goes and how, and a look at whether that works. Going back leads to the step the person was on. */
export function ConnectionPage() {
  const { connection: words, steps } = useMessages();
  const styles = useStyles();
  const { dispatch } = useFlow();
  const { state, retry } = useConnection();
  const footer = (
    <>
      <Button
        icon={<ArrowLeftRegular />}
        data-testid={testIds.back}
        onClick={() => dispatch({ kind: 'connectionClosed' })}
      >
        {steps.back}
      </Button>
      <span className={styles.spacer} />
    </>
  );
  return (
    <StepPage step="connection" title={words.title} intro={words.intro} footer={footer}>
      {state.kind === 'loading' && <Spinner className={styles.waiting} label={words.loading} delay={400} />}
      {state.kind === 'failed' && <ProblemBar problem={state.problem} onRetry={retry} />}
      {state.kind === 'ready' && <Parts view={state.view} />}
    </StepPage>
  );
}

function Parts({ view }: { readonly view: ConnectionView }) {
  const { connection: words } = useMessages();
  const draft = useDraft(view);
  return (
    <>
      {view.isManaged && (
        <NoteLine tone="info" data-testid={testIds.managed}>
          {words.managed}
        </NoteLine>
      )}
      <ViewProblem problem={view.problem} />
      <SettingsPanel view={view} edit={draft} />
      <SecretsPanel view={view} isSaved={draft.isSaved} />
      <TestPanel view={view} isSaved={draft.isSaved} />
    </>
  );
}

/** What is known against the connection. That there is none is said without the advice to come here. */
function ViewProblem({ problem }: Pick<ConnectionView, 'problem'>) {
  const { connection: words } = useMessages();
  if (problem === null) return null;
  const isUnset = problem.code === 'connectionMissing' && problem.params.reason === undefined;
  return isUnset ? (
    <NoteLine tone="warning">{words.chooseFirst}</NoteLine>
  ) : (
    <ProblemBar problem={problem} intent="warning" />
  );
}
