import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { type Wait, waitIntent } from './transfer-model.ts';
import { waitSentence } from './wait-words.ts';

/** Why an upload waits and since when, that it goes on by itself, and what the person can do. */
export function WaitBar({ wait }: { readonly wait: Wait }) {
  const language = useLanguage();
  const { title, advice } = waitSentence(wait, new Date().toISOString(), language);
  return (
    <MessageBar
      intent={waitIntent(wait.reason)}
      layout="multiline"
      data-testid={testIds.wait}
      data-reason={wait.reason}
    >
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {advice}
      </MessageBarBody>
    </MessageBar>
  );
}
