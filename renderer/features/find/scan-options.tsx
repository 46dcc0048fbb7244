import { Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import { Disclosure } from '../../components/disclosure.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { SkipListDialog } from './skip-list-dialog.tsx';

const useStyles = makeStyles({
  label: { display: 'flex', flexDirection: 'column' },
  note: { color: tokens.colorNeutralForeground3 },
});

/** What few people need to change about a search. */
export function ScanOptions({ isDisabled }: { readonly isDisabled: boolean }) {
  const { find } = useMessages();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const label = (
    <span className={styles.label}>
      <Text>{find.deep}</Text>
      <Text size={200} className={styles.note}>
        {find.deepAdvice}
      </Text>
    </span>
  );
  return (
    <Disclosure label={find.options} testId={testIds.scanOptions}>
      <Checkbox
        checked={flow.isDeep}
        disabled={isDisabled}
        label={label}
        data-testid={testIds.deep}
        onChange={(_, data) => dispatch({ kind: 'deepToggled', isOn: data.checked === true })}
      />
      <SkipListDialog />
    </Disclosure>
  );
}
