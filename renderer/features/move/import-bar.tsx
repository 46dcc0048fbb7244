import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import type { ImportNote } from './import-note.ts';

const useStyles = makeStyles({
  detail: { display: 'block', opacity: 0.8, overflowWrap: 'anywhere' },
});

/** Why an import stands still, whether it goes on by itself, and what the service calls it. */
export function ImportBar({ note: { phase, detail } }: { readonly note: ImportNote }) {
  const { move } = useMessages();
  const styles = useStyles();
  const { title, advice } = move.importNotes[phase];
  return (
    <MessageBar
      intent={phase === 'stalled' ? 'info' : 'warning'}
      layout="multiline"
      data-testid={testIds.importNote}
      data-phase={phase}
    >
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {advice}
        {detail !== '' && <span className={styles.detail}>{move.serviceSays(detail)}</span>}
      </MessageBarBody>
    </MessageBar>
  );
}
