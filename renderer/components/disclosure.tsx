import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';

const useStyles = makeStyles({
  button: { justifyContent: 'flex-start', paddingInline: tokens.spacingHorizontalS },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

type Props = {
  readonly label: string;
  readonly testId: string;
  readonly size?: 'small' | 'medium';
  readonly children: ReactNode;
};

/** A heading that unfolds what is below it; folded at first. */
export function Disclosure({ label, testId, children, size = 'medium' }: Props) {
  const styles = useStyles();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        appearance="transparent"
        size={size}
        className={styles.button}
        icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={isOpen}
        aria-controls={bodyId}
        data-testid={testId}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </Button>
      <div id={bodyId} className={styles.body} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </>
  );
}
