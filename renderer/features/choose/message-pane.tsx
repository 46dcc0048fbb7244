import { makeStyles, Spinner, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { Fragment, useCallback, useEffect, useState } from 'react';
import type { CandidateId, MessageView, WireError } from '../../../preload/contract/index.ts';
import { toProblem } from '../../bridge/call-command.ts';
import { FOCUS_HOME } from '../../components/use-focus-handover.ts';
import type { Messages } from '../../format/locales/en.ts';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { shortText } from '../../format/short-text.ts';
import { testIds } from '../../test-ids.ts';
import { InsideProblem } from './inside-problem.tsx';
import { type MessageFact, messageFacts } from './message-facts.ts';
import { useInsideCall } from './use-inside-call.ts';

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    ':focus': { outlineStyle: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  subject: { display: 'block', margin: 0, overflowWrap: 'anywhere' },
  facts: {
    ...typographyStyles.caption1,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    marginBlock: tokens.spacingVerticalS,
  },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  label: { color: tokens.colorNeutralForeground3 },
  // Written as it came, in lines that wrap: nothing in it is markup.
  text: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    paddingTop: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Reading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly message: MessageView }
  | { readonly kind: 'failed'; readonly problem: WireError };

type Props = {
  readonly candidateId: CandidateId;
  readonly messageId: number;
  readonly onLookAgain: () => void;
};

/** Finds the pane, as a selector. */
export const MESSAGE_PANE = `[data-testid="${testIds.message}"]`;

/** One item as plain text. */
export function MessagePane({ candidateId, messageId, onLookAgain }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const { reading, retry } = useMessage(candidateId, messageId);
  return (
    <section
      className={styles.root}
      aria-label={labelOf(reading, messages)}
      aria-busy={reading.kind === 'loading'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keys
      tabIndex={0}
      {...FOCUS_HOME}
      data-testid={testIds.message}
      data-state={reading.kind}
    >
      {reading.kind === 'loading' && <Spinner size="small" label={messages.choose.readingMessage} delay={200} />}
      {reading.kind === 'failed' && (
        <InsideProblem problem={reading.problem} onRetry={retry} onLookAgain={onLookAgain} />
      )}
      {reading.kind === 'ready' && <MessageText message={reading.message} />}
    </section>
  );
}

function labelOf(reading: Reading, { choose }: Messages): string {
  if (reading.kind !== 'ready') return choose.item;
  return reading.message.subject.trim() === '' ? choose.noSubject : shortText(reading.message.subject);
}

function useMessage(candidateId: CandidateId, messageId: number) {
  const call = useInsideCall(candidateId);
  const [reading, setReading] = useState<Reading>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what reads again
  useEffect(() => {
    let isLeft = false;
    const show = (next: Reading) => {
      if (!isLeft) setReading(next);
    };
    show({ kind: 'loading' });
    call('readMessage', { candidateId, messageId }).then(
      (message) => show({ kind: 'ready', message }),
      (error: unknown) => show({ kind: 'failed', problem: toProblem(error) }),
    );
    return () => {
      isLeft = true;
    };
  }, [call, candidateId, messageId, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { reading, retry };
}

function MessageText({ message }: { readonly message: MessageView }) {
  const language = useLanguage();
  const { choose } = language.messages;
  const styles = useStyles();
  return (
    <>
      <Text as="h3" size={400} weight="semibold" className={styles.subject} dir="auto">
        {message.subject.trim() === '' ? choose.noSubject : message.subject}
      </Text>
      <dl className={styles.facts}>
        {messageFacts(message, language).map((fact) => (
          <Fact key={fact.label} fact={fact} />
        ))}
      </dl>
      <div className={styles.text} dir="auto" data-testid={testIds.messageText}>
        {message.text.trim() === '' ? <Text className={styles.quiet}>{choose.noText}</Text> : message.text}
      </div>
      {message.isCut && (
        <Text size={200} className={styles.quiet}>
          {choose.isCut}
        </Text>
      )}
    </>
  );
}

function Fact({ fact: { label, texts, separator } }: { readonly fact: MessageFact }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.fact}>
        {texts.map(({ text, note }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike, and the list never changes
          <Fragment key={index}>
            {index > 0 && separator}
            <bdi>{text}</bdi>
            {note}
          </Fragment>
        ))}
      </dd>
    </>
  );
}
