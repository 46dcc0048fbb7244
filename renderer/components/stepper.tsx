import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { STEPS, type Step } from '../features/flow.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';

const useStyles = makeStyles({
  list: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, margin: 0, padding: 0 },
  entry: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, listStyleType: 'none' },
  button: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    ':disabled': { color: tokens.colorNeutralForegroundDisabled, cursor: 'default', backgroundColor: 'transparent' },
  },
  current: { color: tokens.colorNeutralForeground1, ':disabled': { color: tokens.colorNeutralForeground1 } },
  number: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '22px',
    height: '22px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid currentColor`,
    boxSizing: 'border-box',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  numberCurrent: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorBrandBackground}`,
  },
  numberDone: {
    color: tokens.colorBrandForeground1,
    border: `1px solid ${tokens.colorBrandStroke1}`,
  },
  arrow: { color: tokens.colorNeutralForeground4, fontSize: '12px', display: 'flex' },
});

type Props = {
  /** Null while none of them is shown. */
  readonly current: Step | null;
  readonly canGo: (step: Step) => boolean;
  readonly isDone: (step: Step) => boolean;
  readonly onGo: (step: Step) => void;
};

/** The five steps, where the person is, and the way back to those that can still be changed. */
export function Stepper({ current, canGo, isDone, onGo }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  return (
    <nav aria-label={messages.steps.label}>
      <ol className={styles.list}>
        {STEPS.map((step, index) => (
          <li key={step} className={styles.entry}>
            {index > 0 && (
              <span className={styles.arrow} aria-hidden>
                <ChevronRightRegular />
              </span>
            )}
            <StepButton step={step} current={current} isEnabled={canGo(step)} isDone={isDone(step)} onGo={onGo} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

type ButtonProps = Pick<Props, 'current' | 'onGo'> & {
  readonly step: Step;
  readonly isEnabled: boolean;
  readonly isDone: boolean;
};

function StepButton({ step, current, isEnabled, isDone, onGo }: ButtonProps) {
  const messages = useMessages();
  const styles = useStyles();
  const isCurrent = step === current;
  return (
    <button
      type="button"
      className={mergeClasses(styles.button, isCurrent && styles.current)}
      disabled={!isEnabled && !isCurrent}
      aria-current={isCurrent ? 'step' : undefined}
      data-testid={testIds.step(step)}
      onClick={() => onGo(step)}
    >
      <span
        className={mergeClasses(styles.number, isCurrent && styles.numberCurrent, isDone && styles.numberDone)}
        aria-hidden
      >
        {isDone ? <CheckmarkRegular /> : STEPS.indexOf(step) + 1}
      </span>
      <Text weight={isCurrent ? 'semibold' : 'regular'}>{messages.steps[step]}</Text>
    </button>
  );
}
