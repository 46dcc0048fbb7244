import { makeStyles, tokens } from '@fluentui/react-components';
import type { ImportStatistics } from '../../../preload/contract/index.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { serviceFactsOf } from './service-facts.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    width: '100%',
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    boxSizing: 'border-box',
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  fact: { minWidth: 0 },
  term: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere', userSelect: 'text', fontVariantNumeric: 'tabular-nums' },
});

/** Everything Exchange says of an import, folded away: for whoever helps. */
export function ServiceFactsList({ statistics }: { readonly statistics: ImportStatistics }) {
  const language = useLanguage();
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <Disclosure label={language.messages.move.serviceFacts} testId={testIds.serviceFacts} size="small">
        <dl className={styles.list}>
          {serviceFactsOf(statistics, language).map(({ name, term, value }) => (
            <div key={name} className={styles.fact}>
              <dt className={styles.term}>{term}</dt>
              <dd className={styles.value} data-testid={testIds.serviceFact(name)}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </div>
  );
}
