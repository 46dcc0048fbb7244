import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useRef } from 'react';
import type { WireError } from '../../preload/contract/index.ts';
import { describeError } from '../../preload/contract/sentences.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';
import { useFocusHandover } from './use-focus-handover.ts';

const useStyles = makeStyles({
  reference: { display: 'block', opacity: 0.8 },
});

type Props = {
  readonly problem: WireError;
  /** `warning` when the person can put it right and the work goes on; `error` when it has ended. */
  readonly intent?: 'warning' | 'error';
  readonly onRetry?: (() => void) | undefined;
  /** `Try again` unless said otherwise. */
  readonly retryLabel?: string;
};

/** What went wrong and what to do, beside the thing it happened to. */
export function ProblemBar({ problem, intent = 'error', onRetry, retryLabel }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const { title, advice } = describeError(problem);
  const reference = referenceOf(problem);
  return (
    <MessageBar intent={intent} layout="multiline" data-testid={testIds.problem} data-code={problem.code}>
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {advice}
        {reference !== null && <span className={styles.reference}>{messages.app.reference(reference)}</span>}
      </MessageBarBody>
      {onRetry !== undefined && (
        <MessageBarActions>
          <RetryButton label={retryLabel ?? messages.app.tryAgain} onRetry={onRetry} />
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function RetryButton({ label, onRetry }: { readonly label: string; readonly onRetry: () => void }) {
  const element = useRef<HTMLSpanElement>(null);
  useFocusHandover(element);
  return (
    <span ref={element}>
      <Button size="small" onClick={onRetry}>
        {label}
      </Button>
    </span>
  );
}

function referenceOf({ correlationId, params }: WireError): string | null {
  const id = correlationId ?? params.correlationId;
  return typeof id === 'string' ? id : null;
}
