import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  DismissCircleFilled,
  SubtractCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { ProbeStep } from '../../../preload/contract/index.ts';
import type { ProbeOutcome } from '../../../preload/contract/probe.ts';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { stepSentence } from './probe-words.ts';

const ICONS: Readonly<Record<ProbeOutcome, ReactNode>> = {
  ok: <CheckmarkCircleFilled />,
  warning: <WarningFilled />,
  failed: <DismissCircleFilled />,
  skipped: <SubtractCircleRegular />,
};

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '20px 96px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 599px)': { gridTemplateColumns: '20px minmax(0, 1fr)' },
  },
  icon: { display: 'flex', fontSize: '20px' },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  skipped: { color: tokens.colorNeutralForeground3 },
  // Where it is narrow, the step stands below the word.
  words: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    '@media (max-width: 599px)': { gridColumn: '2' },
  },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere', userSelect: 'text' },
  sentence: { overflowWrap: 'anywhere', userSelect: 'text' },
});

/** One step of a test: what came of it in a word, what was looked at, and what mends it. */
export function ProbeStepRow({ step }: { readonly step: ProbeStep }) {
  const { test } = useMessages();
  const styles = useStyles();
  const sentence = stepSentence(step);
  return (
    <li
      className={styles.root}
      data-testid={testIds.probeStep}
      data-step={step.step}
      data-outcome={step.outcome}
      data-code={step.error?.code ?? ''}
    >
      <span className={mergeClasses(styles.icon, styles[step.outcome])} aria-hidden>
        {ICONS[step.outcome]}
      </span>
      <Text weight="semibold" className={styles[step.outcome]}>
        {test.outcomes[step.outcome]}
      </Text>
      <div className={styles.words}>
        <Text>{test.steps[step.step]}</Text>
        {step.detail !== '' && (
          <Text size={200} className={styles.detail}>
            {step.detail}
          </Text>
        )}
        {sentence !== null && (
          <Text className={styles.sentence}>
            <Text weight="semibold">{sentence.title}</Text> {sentence.advice}
          </Text>
        )}
      </div>
    </li>
  );
}
