import { makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components';
import { type ComponentPropsWithoutRef, type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalL,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    boxSizing: 'border-box',
  },
  body: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  filled: { display: 'flex', flexDirection: 'column', overflowY: 'hidden' },
});

type Props = Omit<ComponentPropsWithoutRef<'section'>, 'title'> & {
  readonly title: string;
  /** Stands at the right end of the head. */
  readonly aside?: ReactNode;
  /** True for children that share the height of the body and scroll by themselves. */
  readonly isFilled?: boolean;
};

/** A framed part of a step with a heading; its body scrolls by itself when it is held to a height. */
export function Panel({ title, aside, isFilled = false, children, className, ...rest }: Props) {
  const styles = useStyles();
  const headingId = useId();
  return (
    <section className={mergeClasses(styles.root, className)} aria-labelledby={headingId} {...rest}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={headingId}>
          {title}
        </Subtitle2>
        {aside}
      </div>
      <div className={mergeClasses(styles.body, isFilled && styles.filled)}>{children}</div>
    </section>
  );
}
