import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import type { JobView } from '../../../preload/contract/index.ts';
import { useFormat, useMessages } from '../../format/messages.ts';
import { barOf } from './move-model.ts';

const useStyles = makeStyles({
  root: { position: 'relative' },
  // Lies over the beginning of the bar; the little gap at its end tells the two parts apart without colour, too.
  kept: {
    position: 'absolute',
    insetInlineStart: 0,
    top: 0,
    bottom: 0,
    backgroundColor: tokens.colorNeutralForeground4,
    borderInlineEndWidth: '2px',
    borderInlineEndStyle: 'solid',
    borderInlineEndColor: tokens.colorNeutralBackground1,
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusMedium,
    pointerEvents: 'none',
    // There, few colours are sure to differ: the gap alone tells the parts apart.
    '@media (forced-colors: active)': { backgroundColor: 'transparent', borderInlineEndColor: 'Canvas' },
  },
});

/** How far a job is: what was at the storage before in a quiet tone, what has been sent since behind it. */
export function JobBar({ job }: { readonly job: JobView }) {
  const { move } = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { fractionDone, fractionKept, tone } = barOf(job);
  const value = fractionDone === null ? {} : { value: fractionDone };
  const text =
    fractionDone === null || fractionKept === 0
      ? {}
      : {
          'aria-valuetext': move.progressValue(format.percent(fractionDone * 100), format.percent(fractionKept * 100)),
        };
  return (
    <div className={styles.root}>
      <ProgressBar {...value} {...text} color={tone} thickness="large" aria-label={move.progressOf(job.fileName)} />
      {fractionKept > 0 && <div className={styles.kept} style={{ width: `${fractionKept * 100}%` }} />}
    </div>
  );
}
