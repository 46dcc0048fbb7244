import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import { testIds } from '../../test-ids.ts';

/** Finds the button of a pane, as a selector. */
export const BACK_BUTTON = `[data-testid="${testIds.contentsBack}"]`;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    flexShrink: 0,
    minWidth: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
  title: { margin: 0, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

type Props = { readonly title: string; readonly label: string; readonly onBack: () => void };

/** The way back to the pane before, and what this one is about. */
export function BackBar({ title, label, onBack }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Button
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        aria-label={label}
        title={label}
        data-testid={testIds.contentsBack}
        onClick={onBack}
      />
      <Text as="h3" weight="semibold" className={styles.title} title={title}>
        {title}
      </Text>
    </div>
  );
}
