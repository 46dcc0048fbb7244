import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useSnapshot } from '../../bridge/hooks.ts';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';

const useStyles = makeStyles({ root: { flexShrink: 0 } });

/** Says that it is not set where mail goes, with the way to set it; nothing when it is. */
export function NoConnectionNote({ text }: { readonly text: string }) {
  const { connection } = useMessages();
  const styles = useStyles();
  const { dispatch } = useFlow();
  const isSetUp = useSnapshot((snapshot) => snapshot.tenant.kind !== null);
  if (isSetUp) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.root} data-testid={testIds.noConnection}>
      <MessageBarBody>
        <MessageBarTitle>{connection.missingTitle}</MessageBarTitle> {text}
      </MessageBarBody>
      <MessageBarActions>
        <Button
          size="small"
          data-testid={testIds.openConnection}
          onClick={() => dispatch({ kind: 'connectionOpened' })}
        >
          {connection.openSettings}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
