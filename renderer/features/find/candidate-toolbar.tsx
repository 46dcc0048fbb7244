import { makeStyles, SearchBox, Select, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { CONDITIONS, isCondition } from './candidate-order.ts';
import type { CandidateList } from './use-candidate-list.ts';

/** Quiet time after the last key before the number of files left is told. */
const TELL_AFTER_MS = 800;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  text: { flexGrow: 1, flexBasis: '180px', minWidth: 0, maxWidth: '340px' },
  condition: { minWidth: '132px' },
  count: {
    marginInlineStart: 'auto',
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
});

/** What narrows a list of files down, and how many are left. */
export function CandidateToolbar({ list }: { readonly list: CandidateList }) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { filter, setFilter } = list;
  return (
    <search className={styles.root} aria-label={messages.list.filter}>
      <SearchBox
        className={styles.text}
        value={filter.text}
        placeholder={messages.list.filterText}
        aria-label={messages.list.filterText}
        data-testid={testIds.listFilter}
        onChange={(_, { value }) => setFilter({ ...filter, text: value })}
      />
      <Select
        className={styles.condition}
        value={filter.condition}
        aria-label={messages.columns.health}
        data-testid={testIds.listCondition}
        onChange={(_, { value }) => setFilter({ ...filter, condition: isCondition(value) ? value : 'any' })}
      >
        {CONDITIONS.map((condition) => (
          <option key={condition} value={condition}>
            {messages.list.conditions[condition]}
          </option>
        ))}
      </Select>
      <Text size={200} className={styles.count} data-testid={testIds.listCount}>
        {messages.list.shown(format.count(list.rows.length), format.count(list.total))}
      </Text>
      <ToldCount list={list} />
    </search>
  );
}

/** Tells a screen reader how many files are left once the filter rests; files that come in meanwhile are not told. */
function ToldCount({ list }: { readonly list: CandidateList }) {
  const messages = useMessages();
  const format = useFormat();
  const { filter, rows, total } = list;
  const [told, setTold] = useState({ filter, text: '' });
  const text = messages.list.told(format.count(rows.length), format.count(total));
  useEffect(() => {
    if (told.filter === filter) return;
    const timer = setTimeout(() => setTold({ filter, text }), TELL_AFTER_MS);
    return () => clearTimeout(timer);
  }, [told, filter, text]);
  return <HiddenStatus>{told.text}</HiddenStatus>;
}
