import { Button, makeStyles, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular, KeyRegular } from '@fluentui/react-icons';
import { useSignInAsk } from '../bridge/hooks.ts';
import { HiddenStatus } from '../components/hidden-status.tsx';
import { useCopy } from '../components/use-copy.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';
import { signInCode } from './sign-in-code.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    flexShrink: 0,
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL}`,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorBrandBackground2,
    borderBottom: `1px solid ${tokens.colorBrandStroke2}`,
  },
  icon: { display: 'flex', fontSize: '24px', color: tokens.colorBrandForeground1 },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, flexShrink: 1, flexBasis: '320px', minWidth: 0 },
  text: { overflowWrap: 'anywhere', userSelect: 'text' },
  quiet: { color: tokens.colorNeutralForeground2 },
  code: {
    ...typographyStyles.subtitle1,
    fontFamily: tokens.fontFamilyMonospace,
    letterSpacing: '0.1em',
    userSelect: 'all',
  },
});

/** What a sign-in asks of the person, such as a code to type in elsewhere; over every page, because moves wait for it. */
export function SignInAsk() {
  const { ask } = useMessages();
  const text = useSignInAsk();
  return (
    <>
      <HiddenStatus>{text === null ? '' : ask.told(text)}</HiddenStatus>
      {text !== null && <AskCard key={text} text={text} />}
    </>
  );
}

function AskCard({ text }: { readonly text: string }) {
  const { ask } = useMessages();
  const styles = useStyles();
  const { isCopied, copy } = useCopy();
  const code = signInCode(text);
  return (
    <section className={styles.root} aria-label={ask.title} data-testid={testIds.signInAsk}>
      <span className={styles.icon} aria-hidden>
        <KeyRegular />
      </span>
      <div className={styles.words}>
        <Text className={styles.text}>
          <Text weight="semibold">{ask.title}</Text> {text}
        </Text>
        <Text size={200} className={styles.quiet}>
          {ask.waiting}
        </Text>
      </div>
      {code !== null && <span className={styles.code}>{code}</span>}
      <Button
        icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
        data-testid={testIds.signInAskCopy}
        onClick={() => copy(code ?? text)}
      >
        {isCopied ? ask.copied : code === null ? ask.copy : ask.copyCode}
      </Button>
    </section>
  );
}
