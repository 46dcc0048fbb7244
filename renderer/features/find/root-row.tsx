import { Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ScanRoot } from '../../../preload/contract/index.ts';
import { useFormat, useMessages } from '../../format/messages.ts';
import { shortenMiddle } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { isRootOn } from '../flow.ts';
import { useFlow } from '../flow-context.ts';
import { rootNotes } from './root-groups.ts';

/** Characters of a root's path that fit the column. */
const PATH_CHARACTERS = 38;

const useStyles = makeStyles({
  label: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3 },
});

type Props = { readonly root: ScanRoot; readonly isDisabled: boolean; readonly now: string };

/** One place to look, with a checkbox; `now` is ISO 8601. */
export function RootRow({ root, isDisabled, now }: Props) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const label = (
    <span className={styles.label}>
      <Text title={root.path}>{root.label === '' ? shortenMiddle(root.path, PATH_CHARACTERS) : root.label}</Text>
      <Text size={200} className={styles.note}>
        {rootNotes(root, messages, format, now).join(' · ')}
      </Text>
    </span>
  );
  return (
    <li>
      <Checkbox
        checked={isRootOn(flow, root)}
        disabled={isDisabled}
        label={label}
        data-testid={testIds.root}
        data-kind={root.kind}
        data-path={root.path}
        onChange={(_, data) => dispatch({ kind: 'rootToggled', rootId: root.id, isOn: data.checked === true })}
      />
    </li>
  );
}
