import { Button, Checkbox, Field, Input, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular, PulseRegular, StopRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '../../../preload/contract/index.ts';
import { useClient, useProbe } from '../../bridge/hooks.ts';
import type { ProbeState } from '../../bridge/probe-store.ts';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { NoteLine } from '../../components/note-line.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { mailboxProblem } from '../review/review-model.ts';
import { ProbeStepRow } from './probe-step-row.tsx';
import { reportText, testedText, verdictOf } from './probe-words.ts';

const useStyles = makeStyles({
  panel: { flexShrink: 0 },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  // The button stands in line with the input, not with its label or what is said below it.
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  mailbox: { flexGrow: 1, flexBasis: '260px', maxWidth: '420px' },
  beside: { paddingTop: '26px', display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  running: { justifyContent: 'flex-start', padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
});

type Props = { readonly view: ConnectionView; readonly isSaved: boolean };

/** Looks at everything a move needs, step by step, and says what mends what is missing. */
export function TestPanel({ view, isSaved }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const state = useProbe();
  const isRunning = state.kind === 'running';
  const tested = testedText(view, messages);
  const top = useRef<HTMLDivElement>(null);
  // The steps appear below: without that they would do so out of sight.
  useEffect(() => {
    if (isRunning) top.current?.scrollIntoView({ block: 'start' });
  }, [isRunning]);
  const aside = state.kind === 'ended' && <CopyReport text={() => reportText(state, tested, messages)} />;
  return (
    <Panel title={messages.test.title} aside={aside} className={styles.panel}>
      <div ref={top} className={styles.body}>
        <Text className={styles.quiet}>{messages.test.intro}</Text>
        <TestForm view={view} state={state} isSaved={isSaved} />
        {!isSaved && !isRunning && <NoteLine tone="warning">{messages.test.saveFirst}</NoteLine>}
        {state.problem !== null && <ProblemBar problem={state.problem} />}
        <VerdictLine state={state} />
      </div>
      <ul className={styles.list} aria-label={messages.test.list}>
        {state.steps.map((step) => (
          <ProbeStepRow key={step.step} step={step} />
        ))}
      </ul>
      {isRunning && <Spinner className={styles.running} size="tiny" label={messages.test.running} />}
    </Panel>
  );
}

function TestForm({ view, state, isSaved }: Props & { readonly state: ProbeState }) {
  const { test, review } = useMessages();
  const styles = useStyles();
  const { probe } = useClient();
  const [mailbox, setMailbox] = useState('');
  const [isArchive, setIsArchive] = useState(false);
  const usual = view.connection.engine === 'sandbox' ? null : view.connection.defaultMailbox;
  const problem = mailbox.trim() === '' ? null : mailboxProblem(mailbox);
  const isRunning = state.kind === 'running';
  const start = () => probe.start({ mailbox: mailbox.trim() === '' ? null : mailbox.trim(), isArchive });
  const cannotStart = !isSaved || problem !== null;
  return (
    <div className={styles.form}>
      <Field
        className={styles.mailbox}
        label={test.mailbox}
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem === null ? null : review.problems[problem]}
      >
        <Input
          value={mailbox}
          placeholder={usual ?? test.mailboxUsual}
          disabled={isRunning}
          spellCheck={false}
          data-testid={testIds.testMailbox}
          onChange={(_, { value }) => setMailbox(value)}
        />
      </Field>
      <div className={styles.beside}>
        <Checkbox
          checked={isArchive}
          disabled={isRunning}
          label={test.archive}
          data-testid={testIds.testArchive}
          onChange={(_, data) => setIsArchive(data.checked === true)}
        />
        {/* One button in one place, so that the focus stays with it whatever it does. */}
        <Button
          appearance={isRunning ? 'secondary' : 'primary'}
          icon={isRunning ? <StopRegular /> : <PulseRegular />}
          disabledFocusable={isRunning ? state.wasCancelled : cannotStart}
          data-testid={isRunning ? testIds.testCancel : testIds.testStart}
          onClick={isRunning ? probe.cancel : start}
        >
          {isRunning ? test.cancel : state.kind === 'idle' ? test.start : test.again}
        </Button>
      </div>
    </div>
  );
}

function VerdictLine({ state }: { readonly state: ProbeState }) {
  const { test } = useMessages();
  const verdict = verdictOf(state);
  const text = verdict === null ? '' : test.verdicts[verdict];
  return (
    <>
      {verdict !== null && (
        <NoteLine
          tone={verdict === 'ok' ? 'good' : verdict === 'cancelled' ? 'info' : 'warning'}
          data-testid={testIds.testVerdict}
          data-verdict={verdict}
        >
          {text}
        </NoteLine>
      )}
      <HiddenStatus>{text}</HiddenStatus>
    </>
  );
}

function CopyReport({ text }: { readonly text: () => string }) {
  const { test } = useMessages();
  const { isCopied, copy } = useCopy();
  return (
    <Button
      size="small"
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      data-testid={testIds.testCopy}
      onClick={() => copy(text())}
    >
      {isCopied ? test.copied : test.copy}
    </Button>
  );
}
