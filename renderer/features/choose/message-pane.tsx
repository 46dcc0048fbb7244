import { makeStyles, Spinner, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { CandidateId, MessageView, WireError } from '../../../preload/contract/index.ts';
import { toProblem } from '../../bridge/call-command.ts';
import { useClient } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import type { Messages } from '../../format/locales/en.ts';
import { type Language, useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';

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

type Props = { readonly candidateId: CandidateId; readonly messageId: number };

/** Finds the pane, as a selector. */
export const MESSAGE_PANE = `[data-testid="${testIds.message}"]`;

/** One item as plain text. */
export function MessagePane({ candidateId, messageId }: Props) {
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
      data-testid={testIds.message}
      data-state={reading.kind}
    >
      {reading.kind === 'loading' && <Spinner size="small" label={messages.choose.readingMessage} delay={200} />}
      {reading.kind === 'failed' && <ProblemBar problem={reading.problem} intent="warning" onRetry={retry} />}
      {reading.kind === 'ready' && <MessageText message={reading.message} />}
    </section>
  );
}

function labelOf(reading: Reading, { choose }: Messages): string {
  if (reading.kind !== 'ready') return choose.item;
  return reading.message.subject.trim() === '' ? choose.noSubject : reading.message.subject;
}

function useMessage(candidateId: CandidateId, messageId: number) {
  const { call } = useClient();
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
        {factsOf(message, language).map(([label, text]) => (
          <Fact key={label} label={label} text={text} />
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

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.fact} dir="auto">
        {text}
      </dd>
    </>
  );
}

function factsOf(message: MessageView, { messages, format }: Language): readonly (readonly [string, string])[] {
  const { choose } = messages;
  const attachments = message.attachments.map(({ name, sizeBytes }) =>
    choose.attachment(name.trim() === '' ? choose.noName : name, format.bytes(sizeBytes)),
  );
  const facts: readonly (readonly [string, string])[] = [
    [choose.from, message.from],
    [choose.to, message.to.join('; ')],
    [choose.cc, message.cc.join('; ')],
    [choose.date, message.date === null ? '' : format.dateTime(message.date)],
    [choose.size, format.bytes(message.sizeBytes)],
    [choose.attachments, attachments.join(', ')],
  ];
  return facts.filter(([, text]) => text !== '');
}
