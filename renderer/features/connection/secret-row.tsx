import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, ClipboardPasteRegular, WarningFilled } from '@fluentui/react-icons';
import { useState } from 'react';
import type { SecretView } from '../../../preload/contract/index.ts';
import { useClient, useCommand } from '../../bridge/hooks.ts';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { NoteLine } from '../../components/note-line.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { findingNote, keptText, secretFacts } from './secret-words.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  icon: { display: 'flex', fontSize: '20px', flexShrink: 0 },
  none: { color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, flexShrink: 1, flexBasis: '280px', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  state: { paddingTop: tokens.spacingVerticalXS, overflowWrap: 'anywhere' },
  // Below the words, beside the mark.
  findings: { display: 'flex', flexDirection: 'column', paddingInlineStart: '32px', ':empty': { display: 'none' } },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

type Props = {
  readonly secret: SecretView;
  /** What it should allow, in a sentence. */
  readonly wanted: string;
  readonly isDisabled: boolean;
};

/** One permission: what it is for, whether it is there, and the ways to give it. It never passes through this window. */
export function SecretRow({ secret, wanted, isDisabled }: Props) {
  const language = useLanguage();
  const { connection: words } = language.messages;
  const styles = useStyles();
  const { title, purpose } = words.secretWords[secret.name];
  const commands = useSecretCommands(secret.name);
  const kept = keptText(secret, language);
  return (
    <li
      className={styles.root}
      aria-label={title}
      data-testid={testIds.secret}
      data-name={secret.name}
      data-set={secret.isSet}
    >
      <div className={styles.head}>
        <StateIcon secret={secret} />
        <div className={styles.words}>
          <Text weight="semibold">{title}</Text>
          <Text size={200} className={styles.quiet}>
            {purpose} {wanted}
          </Text>
          <div className={styles.state} data-testid={testIds.secretState}>
            {secretFacts(secret, new Date().toISOString(), language).map((fact) => (
              <Text key={fact} block>
                {fact}
              </Text>
            ))}
            {kept !== null && (
              <Text block size={200} className={styles.quiet}>
                {kept}
              </Text>
            )}
          </div>
        </div>
        <SecretButtons secret={secret} commands={commands} isDisabled={isDisabled} />
      </div>
      <div className={styles.findings}>
        {secret.findings.map((finding) => {
          const { tone, text } = findingNote(finding);
          return (
            <NoteLine
              key={`${finding.code} ${text}`}
              tone={tone}
              data-testid={testIds.sasFinding}
              data-code={finding.code}
              data-level={finding.level}
            >
              {text}
            </NoteLine>
          );
        })}
      </div>
      {commands.problem !== null && <ProblemBar problem={commands.problem} />}
      <HiddenStatus>{commands.told}</HiddenStatus>
    </li>
  );
}

/** Repeats what the words beside it say. */
function StateIcon({ secret }: { readonly secret: SecretView }) {
  const styles = useStyles();
  const isBad = secret.findings.some(({ level }) => level !== 'note');
  const state = secret.isSet ? (isBad ? 'warning' : 'good') : 'none';
  const icons = { none: <CircleRegular />, good: <CheckmarkCircleFilled />, warning: <WarningFilled /> };
  return (
    <span className={styles.icon} aria-hidden>
      <span className={styles[state]}>{icons[state]}</span>
    </span>
  );
}

/** What the buttons of a permission do. */
function useSecretCommands(name: SecretView['name']) {
  const { connection: words } = useMessages();
  const store = useClient().connection;
  const take = useCommand('takeSecret');
  const forget = useCommand('forgetSecret');
  const [told, setTold] = useState('');
  const [last, setLast] = useState<'take' | 'forget'>('take');
  const { title } = words.secretWords[name];
  return {
    take: async (from: 'clipboard' | 'file') => {
      setTold('');
      setLast('take');
      const view = (await take.run({ name, from }))?.value ?? null;
      if (view === null) return;
      store.take(view);
      setTold(words.taken(title));
    },
    forget: async () => {
      setTold('');
      setLast('forget');
      const answer = await forget.run({ name });
      if (answer === null) return;
      store.take(answer.value);
      setTold(words.forgotten(title));
    },
    isRunning: take.isRunning || forget.isRunning,
    problem: last === 'take' ? take.problem : forget.problem,
    told,
  };
}

type ButtonsProps = Omit<Props, 'wanted'> & { readonly commands: ReturnType<typeof useSecretCommands> };

/** The buttons stay where they are and reachable by keys, whatever state they are in: one of them has the focus. */
function SecretButtons({ secret, commands, isDisabled }: ButtonsProps) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const { title } = words.secretWords[secret.name];
  const isIdle = isDisabled || commands.isRunning;
  return (
    <div className={styles.buttons}>
      <Button
        icon={<ClipboardPasteRegular />}
        disabledFocusable={isIdle}
        aria-label={words.pasteOf(title)}
        data-testid={testIds.secretPaste}
        onClick={() => void commands.take('clipboard')}
      >
        {words.paste}
      </Button>
      <Button
        disabledFocusable={isIdle}
        aria-label={words.fromFileOf(title)}
        data-testid={testIds.secretFile}
        onClick={() => void commands.take('file')}
      >
        {words.fromFile}
      </Button>
      <Button
        appearance="subtle"
        disabledFocusable={isIdle || !secret.isSet}
        aria-label={words.forgetOf(title)}
        data-testid={testIds.secretForget}
        onClick={() => void commands.forget()}
      >
        {words.forget}
      </Button>
    </div>
  );
}
