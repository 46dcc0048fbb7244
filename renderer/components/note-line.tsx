import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, CopyRegular, InfoRegular, WarningRegular } from '@fluentui/react-icons';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';

/** How much a note wants to be seen. */
export type NoteTone = 'quiet' | 'good' | 'info' | 'copy' | 'warning';

const ICONS: Readonly<Record<NoteTone, ReactNode>> = {
  quiet: <InfoRegular />,
  good: <CheckmarkCircleRegular />,
  info: <InfoRegular />,
  copy: <CopyRegular />,
  warning: <WarningRegular />,
};

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS, minWidth: 0 },
  icon: { display: 'flex', flexShrink: 0, fontSize: '16px', lineHeight: tokens.lineHeightBase200 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  info: { color: tokens.colorBrandForeground1 },
  copy: { color: tokens.colorNeutralForeground2 },
  warning: { color: tokens.colorStatusWarningForeground1 },
});

type Props = ComponentPropsWithoutRef<'div'> & { readonly tone: NoteTone };

/** A sentence with a small mark before it. The mark repeats what the words say; it is not read out. */
export function NoteLine({ tone, children, ...rest }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root} {...rest}>
      <span className={mergeClasses(styles.icon, styles[tone])} aria-hidden>
        {ICONS[tone]}
      </span>
      <Text size={200} className={mergeClasses(styles.text, tone === 'quiet' && styles.quiet)}>
        {children}
      </Text>
    </div>
  );
}
