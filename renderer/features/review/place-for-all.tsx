import { makeStyles, tokens } from '@fluentui/react-components';
import { Panel } from '../../components/panel.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { PlaceFields } from './place-fields.tsx';

const useStyles = makeStyles({
  panel: { flexShrink: 0 },
  body: { padding: tokens.spacingHorizontalL },
});

/** The mailbox that every file goes to unless it was given one of its own. */
export function PlaceForAll({ mailboxes }: { readonly mailboxes: readonly string[] }) {
  const messages = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  return (
    <Panel title={messages.review.forAll} className={styles.panel}>
      <div className={styles.body}>
        <PlaceFields
          place={flow.forAll}
          mailboxes={mailboxes}
          mailboxLabel={messages.review.mailbox}
          mailboxTestId={testIds.mailboxForAll}
          placeTestId={testIds.placeForAll}
          onChange={(choice) => dispatch({ kind: 'forAllChanged', choice })}
        />
      </div>
    </Panel>
  );
}
