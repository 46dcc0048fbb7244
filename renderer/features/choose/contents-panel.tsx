import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import type { CandidateView, Contents } from '../../../preload/contract/index.ts';
import { useContents } from '../../bridge/hooks.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { FolderTree } from './folder-tree-view.tsx';

const useStyles = makeStyles({
  panel: { minHeight: '280px' },
  head: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  name: { overflowWrap: 'anywhere' },
  paths: { margin: 0, padding: 0, listStyleType: 'none' },
  path: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalXS },
  note: { color: tokens.colorNeutralForeground3 },
  padded: {
    padding: tokens.spacingHorizontalL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
});

/** What is inside the file whose name was selected. */
export function ContentsPanel({ candidate }: { readonly candidate: CandidateView | null }) {
  const messages = useMessages();
  const styles = useStyles();
  if (candidate !== null) return <OpenedContents key={candidate.id} candidate={candidate} />;
  return (
    <Panel title={messages.choose.contents} className={styles.panel} data-testid={testIds.contents} data-state="none">
      <EmptyState
        icon={<FolderOpenRegular />}
        title={messages.choose.nothingOpened}
        advice={messages.choose.nothingOpenedAdvice}
      />
    </Panel>
  );
}

function OpenedContents({ candidate }: { readonly candidate: CandidateView }) {
  const messages = useMessages();
  const styles = useStyles();
  const { state, retry } = useContents(candidate.id);
  return (
    <Panel
      title={messages.choose.contents}
      className={styles.panel}
      aria-busy={state.kind === 'loading'}
      data-testid={testIds.contents}
      data-state={state.kind === 'unknown' ? 'loading' : state.kind}
    >
      <div className={styles.head}>
        <Text weight="semibold" className={styles.name}>
          {candidate.name}
        </Text>
        <Paths candidate={candidate} />
        <Text size={200} className={styles.note}>
          {state.kind === 'ready'
            ? messages.choose.totals(state.contents.items, state.contents.folders.length)
            : messages.choose.formats[candidate.format]}
        </Text>
      </div>
      {(state.kind === 'unknown' || state.kind === 'loading') && (
        <div className={styles.padded}>
          <Spinner size="small" label={messages.choose.reading} />
        </div>
      )}
      {state.kind === 'failed' && (
        <div className={styles.padded}>
          <ProblemBar problem={state.problem} intent="warning" onRetry={retry} />
        </div>
      )}
      {state.kind === 'ready' && <Folders name={candidate.name} contents={state.contents} />}
    </Panel>
  );
}

/** Where the file is, to be read in full and copied; all its names when it has more than one. */
function Paths({ candidate: { paths } }: { readonly candidate: CandidateView }) {
  const { choose } = useMessages();
  const styles = useStyles();
  return (
    <>
      {paths.length > 1 && (
        <Text size={200} weight="semibold">
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
    </>
  );
}

function Folders({ name, contents }: { readonly name: string; readonly contents: Contents }) {
  const messages = useMessages();
  const styles = useStyles();
  const [firstProblem] = contents.problems;
  return (
    <>
      {contents.folders.length === 0 ? (
        <div className={styles.padded}>
          <Text className={styles.note}>{messages.choose.noFolders}</Text>
        </div>
      ) : (
        <FolderTree label={messages.choose.contentsOf(name)} folders={contents.folders} />
      )}
      {firstProblem !== undefined && (
        <div className={styles.padded}>
          <Text size={200}>{messages.choose.unreadFolders(contents.problems.length)}</Text>
          <ProblemBar problem={firstProblem} intent="warning" />
        </div>
      )}
    </>
  );
}
