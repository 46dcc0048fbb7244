import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalS,
    minHeight: '160px',
    height: '100%',
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
    color: tokens.colorNeutralForeground3,
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground4 },
  title: { color: tokens.colorNeutralForeground2 },
  advice: { maxWidth: '36ch' },
});

type Props = { readonly icon: ReactNode; readonly title: string; readonly advice?: string };

/** Says calmly that there is nothing here yet, and what would change that. */
export function EmptyState({ icon, title, advice }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <Subtitle2 className={styles.title}>{title}</Subtitle2>
      {advice !== undefined && (
        <Text align="center" className={styles.advice}>
          {advice}
        </Text>
      )}
    </div>
  );
}
