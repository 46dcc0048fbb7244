import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useReducer } from 'react';
import type { Snapshot } from '../preload/contract/index.ts';
import { describeError } from '../preload/contract/sentences.ts';
import { useClient, useSnapshot, useStoreState } from './bridge/hooks.ts';
import { Announcer } from './components/announcer.tsx';
import { AppHeader } from './components/app-header.tsx';
import { FullPageNote } from './components/full-page-note.tsx';
import { Stepper } from './components/stepper.tsx';
import { ChooseStep } from './features/choose/choose-step.tsx';
import { ConnectionPage } from './features/connection/connection-page.tsx';
import { FindStep } from './features/find/find-step.tsx';
import { canGoTo, flowReducer, initialFlow, isStepDone, mailboxOf, type Step } from './features/flow.ts';
import { FlowContext } from './features/flow-context.ts';
import { MoveStep } from './features/move/move-step.tsx';
import { ReceiptStep } from './features/receipt/receipt-step.tsx';
import { ReviewStep } from './features/review/review-step.tsx';
import { SignInAsk } from './features/sign-in-ask.tsx';
import { useMessages } from './format/messages.ts';

const useStyles = makeStyles({
  root: {
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    position: 'relative',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  waiting: { height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center' },
});

/** The whole page: waits for the first snapshot, then shows the path. */
export function App() {
  const { snapshots } = useClient();
  const messages = useMessages();
  const styles = useStyles();
  const store = useStoreState();
  useEffect(() => {
    snapshots.start();
    return snapshots.stop;
  }, [snapshots]);
  switch (store.kind) {
    case 'loading':
      return (
        <div className={styles.waiting}>
          <Spinner label={messages.app.loading} delay={400} />
        </div>
      );
    case 'failed': {
      const { title, advice } = describeError(store.problem);
      const action = { label: messages.app.tryAgain, onClick: snapshots.retry };
      return <FullPageNote title={title} text={advice} action={action} />;
    }
    case 'ready':
      return <Path first={store.snapshot} />;
  }
}

/** The five steps over a snapshot that is there; `first` decides where the person lands. */
function Path({ first }: { readonly first: Snapshot }) {
  const styles = useStyles();
  const [flow, dispatch] = useReducer(flowReducer, first, initialFlow);
  const context = useMemo(() => ({ flow, dispatch }), [flow]);
  const candidates = useSnapshot((snapshot) => snapshot.candidates);
  const jobs = useSnapshot((snapshot) => snapshot.jobs);
  const tenant = useSnapshot((snapshot) => snapshot.tenant);
  useEffect(() => dispatch({ kind: 'mailboxSuggested', mailbox: mailboxOf(tenant) }), [tenant]);
  return (
    <FlowContext value={context}>
      <div className={styles.root}>
        <AppHeader
          tenant={tenant}
          version={first.version}
          isConnectionOpen={flow.isConnectionOpen}
          onConnection={() => dispatch({ kind: flow.isConnectionOpen ? 'connectionClosed' : 'connectionOpened' })}
        >
          <Stepper
            current={flow.isConnectionOpen ? null : flow.step}
            canGo={(step) => step === flow.step || canGoTo(step, flow, { candidates, jobs })}
            isDone={(step) => isStepDone(step, flow)}
            onGo={(step) => dispatch({ kind: 'stepChosen', step })}
          />
        </AppHeader>
        <SignInAsk />
        {flow.isConnectionOpen ? <ConnectionPage /> : <CurrentStep step={flow.step} />}
        <Announcer />
      </div>
    </FlowContext>
  );
}

function CurrentStep({ step }: { readonly step: Step }) {
  switch (step) {
    case 'find':
      return <FindStep />;
    case 'choose':
      return <ChooseStep />;
    case 'review':
      return <ReviewStep />;
    case 'move':
      return <MoveStep />;
    case 'receipt':
      return <ReceiptStep />;
  }
}
