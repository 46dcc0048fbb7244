import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import type { MouseEvent } from 'react';
import { useMessages } from '../format/messages.ts';
import { useCopy } from './use-copy.ts';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    flexShrink: 0,
    alignSelf: 'center',
    padding: '2px',
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    background: 'none',
    color: tokens.colorNeutralForeground3,
    fontSize: '14px',
    lineHeight: 1,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  done: { color: tokens.colorStatusSuccessForeground1 },
});

type Props = {
  readonly text: string;
  readonly label: string;
  readonly testId: string;
  readonly className?: string | undefined;
  /** -1 in a list, whose rows copy by key. */
  readonly tabIndex?: number;
};

/** A small button that copies a text. A plain element, because there is one in every row of a long list. */
export function CopyButton({ text, label, testId, className, tabIndex = 0 }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const { isCopied, copy } = useCopy();
  const onClick = (event: MouseEvent) => {
    // A click on a row does something else.
    event.stopPropagation();
    copy(text);
  };
  const words = isCopied ? messages.find.copied : label;
  return (
    <button
      type="button"
      className={mergeClasses(styles.root, isCopied && styles.done, className)}
      aria-label={words}
      title={words}
      tabIndex={tabIndex}
      data-testid={testId}
      onClick={onClick}
    >
      {isCopied ? <CheckmarkRegular /> : <CopyRegular />}
    </button>
  );
}
