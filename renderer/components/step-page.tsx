import { makeStyles, mergeClasses, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Step } from '../features/flow.ts';
import { testIds } from '../test-ids.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  scroller: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  // The room of the scroll bar is always kept, so that cards do not jump sideways when the list grows.
  gutter: { scrollbarGutter: 'stable' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    maxWidth: '1120px',
    minHeight: '100%',
    marginInline: 'auto',
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}`,
    boxSizing: 'border-box',
  },
  // The scroll bar's room stands in for most of the margin: cards end where the header and the footer end.
  besideGutter: { paddingRight: tokens.spacingHorizontalS },
  wide: { maxWidth: '1600px' },
  // Lists inside scroll by themselves; on a small window the page scrolls as one instead.
  filling: { '@media (min-width: 800px) and (min-height: 480px)': { height: '100%' } },
  heading: { ...typographyStyles.subtitle1, margin: 0, outlineStyle: 'none' },
  intro: { color: tokens.colorNeutralForeground2 },
  footer: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '64px',
    paddingInline: tokens.spacingHorizontalXXL,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxSizing: 'border-box',
  },
});

type Props = {
  readonly step: Step | 'connection';
  readonly title: string;
  readonly intro: string;
  readonly footer: ReactNode;
  readonly children: ReactNode;
  /** True for a step that fits the window and whose lists scroll by themselves. */
  readonly isFilling?: boolean;
  /** True for a step with lists side by side, which use the width of a large window. */
  readonly isWide?: boolean;
};

/** One step: heading, content and a bar of actions that stays in place. */
export function StepPage({ step, title, intro, footer, children, isFilling = false, isWide = false }: Props) {
  const styles = useStyles();
  const heading = useHeadingFocus(step);
  return (
    <main className={styles.root}>
      <div className={mergeClasses(styles.scroller, !isFilling && styles.gutter)}>
        <div
          className={mergeClasses(
            styles.content,
            isFilling ? styles.filling : styles.besideGutter,
            isWide && styles.wide,
          )}
        >
          <div>
            <h1 ref={heading} tabIndex={-1} className={styles.heading} data-testid={testIds.heading} data-step={step}>
              {title}
            </h1>
            <Text className={styles.intro}>{intro}</Text>
          </div>
          {children}
        </div>
      </div>
      <div className={styles.footer}>{footer}</div>
    </main>
  );
}

/** Moves the focus to the heading when the step comes up, so that keyboard and screen reader start at its top. */
function useHeadingFocus(step: Props['step']) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what moves the focus
  useEffect(() => heading.current?.focus(), [step]);
  return heading;
}
