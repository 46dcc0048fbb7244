import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

/** Text that is not seen but read out, when the screen reader has nothing else to say, each time it changes. */
export function HiddenStatus({ children }: { readonly children: ReactNode }) {
  return (
    <div className={useStyles().root} aria-live="polite" aria-atomic>
      {children}
    </div>
  );
}
