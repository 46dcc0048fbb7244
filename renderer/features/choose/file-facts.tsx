import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';

const useStyles = makeStyles({
  name: { overflowWrap: 'anywhere' },
  paths: { margin: 0, padding: 0, listStyleType: 'none' },
  path: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalXS },
  note: { color: tokens.colorNeutralForeground3 },
});

/** The name of a file and where it is, to be read in full and copied; all its names when it has more than one. */
export function FileFacts({ candidate: { name, paths } }: { readonly candidate: CandidateView }) {
  const { choose } = useMessages();
  const styles = useStyles();
  return (
    <div>
      <Text weight="semibold" className={styles.name}>
        {name}
      </Text>
      {paths.length > 1 && (
        <Text size={200} weight="semibold" block>
          {choose.otherNames(paths.length)}
        </Text>
      )}
      <ul className={styles.paths}>
        {paths.map((path) => (
          <li key={path} className={styles.path}>
            <Text size={200} className={mergeClasses(styles.note, styles.name)}>
              {path}
            </Text>
            <CopyButton text={path} label={choose.copyPath} testId={testIds.copyPath} />
          </li>
        ))}
      </ul>
    </div>
  );
}
