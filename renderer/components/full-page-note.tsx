import { Button, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: {
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
  },
  text: { maxWidth: '52ch', color: tokens.colorNeutralForeground2 },
});

type Props = {
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

/** A sentence in place of the whole page, for when the page itself cannot be shown. */
export function FullPageNote({ title, text, action }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root} role="alert">
      <Subtitle1 as="h1">{title}</Subtitle1>
      {text !== undefined && <Text className={styles.text}>{text}</Text>}
      {action !== undefined && (
        <Button appearance="primary" onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
