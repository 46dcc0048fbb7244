import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import type { CandidateView, Contents } from '../../../preload/contract/index.ts';
import { isMovable } from '../../../preload/contract/states.ts';
import type { ContentsState } from '../../bridge/contents-store.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { useFormat, useLanguage, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { ChoiceBar } from './choice-bar.tsx';
import { forecastText } from './choice-words.ts';
import { ContentsFacts } from './contents-facts.tsx';
import { FileFacts } from './file-facts.tsx';
import {
  createFolderPlan,
  type FolderChoice,
  type FolderPlan,
  forecastOf,
  tickReader,
  toggleFolder,
} from './folder-choice.ts';
import { buildFolderTree, type FolderNode, outlinedFolders } from './folder-tree.ts';
import { FolderTree, useOpenFolders } from './folder-tree-view.tsx';
import { InsideProblem } from './inside-problem.tsx';
import { OverlapLines } from './overlap-lines.tsx';

const useStyles = makeStyles({
  // Gives way to the folders, which keep a part of the room for themselves.
  facts: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 1,
    gap: tokens.spacingVerticalXS,
    minHeight: '72px',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  reading: { justifyContent: 'flex-start' },
  padded: { padding: tokens.spacingHorizontalL },
  note: { color: tokens.colorNeutralForeground3 },
  rule: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, flexShrink: 0 },
  searches: { maxHeight: '120px', overflowY: 'auto', margin: 0, paddingInlineStart: '48px' },
});

type Props = {
  readonly candidate: CandidateView;
  readonly state: ContentsState;
  readonly onRetry: () => void;
  readonly onOpen: (folder: FolderNode) => void;
};

/** A file from above: its condition, what it holds in total, its folders and which of them will move. */
export function ContentsOverview({ candidate, state, onRetry, onOpen }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const { flow } = useFlow();
  const contents = state.kind === 'ready' ? state.contents : null;
  const plan = useMemo(() => (contents === null ? null : createFolderPlan(contents)), [contents]);
  const choice = flow.folderChoices[candidate.id] ?? null;
  const hasFolders = plan !== null && plan.nodes.length > 0;
  const canChoose = isMovable(candidate.health);
  return (
    <>
      <div className={styles.facts}>
        <FileFacts candidate={candidate} />
        {contents === null ? (
          <Text size={200} className={styles.note}>
            {messages.choose.formats[candidate.format]}
          </Text>
        ) : (
          <ContentsFacts contents={contents} />
        )}
        {(state.kind === 'unknown' || state.kind === 'loading') && <Reading state={state} />}
      </div>
      <Spoken candidate={candidate} plan={plan} choice={choice} />
      {state.kind === 'failed' && <InsideProblem problem={state.problem} onRetry={onRetry} onLookAgain={onRetry} />}
      {plan !== null && !hasFolders && <Text className={styles.padded}>{messages.choose.noFolders}</Text>}
      {hasFolders && canChoose && <ChoiceBar candidate={candidate} plan={plan} choice={choice} />}
      {state.kind !== 'failed' && (
        <Folders candidate={candidate} state={state} plan={plan} choice={choice} onOpen={onOpen} />
      )}
      {contents !== null && <OverlapLines candidate={candidate} />}
      {contents !== null && contents.searchFolders.length > 0 && <SearchFolders contents={contents} />}
    </>
  );
}

function Reading({ state }: Pick<Props, 'state'>) {
  const { choose } = useMessages();
  const hasOutline = state.kind === 'loading' && state.outline !== null;
  const label = hasOutline ? choose.readingDetails : choose.reading;
  return <Spinner size="extra-tiny" className={useStyles().reading} label={label} />;
}

type FoldersProps = Pick<Props, 'candidate' | 'state' | 'onOpen'> & {
  readonly plan: FolderPlan | null;
  readonly choice: FolderChoice | null;
};

/** One tree from the first word about the folders to the last, so that it stays unfolded as it was. */
function Folders({ candidate, state, plan, choice, onOpen }: FoldersProps) {
  const { choose } = useMessages();
  const { dispatch } = useFlow();
  const styles = useStyles();
  const outline = state.kind === 'loading' ? state.outline : null;
  const nodes = useMemo(() => {
    if (plan !== null) return plan.nodes;
    return outline === null ? [] : buildFolderTree({ folders: outlinedFolders(outline), top: [] });
  }, [plan, outline]);
  const openFolders = useOpenFolders(nodes);
  const canChoose = isMovable(candidate.health);
  const tickOf = useMemo(() => (plan === null ? () => 'all' as const : tickReader(plan, choice)), [plan, choice]);
  const onTick = useCallback(
    (node: FolderNode) => {
      if (plan === null) return;
      dispatch({ kind: 'foldersChosen', id: candidate.id, choice: toggleFolder(plan, choice, node) });
    },
    [dispatch, candidate.id, plan, choice],
  );
  if (nodes.length === 0) return null;
  return (
    <>
      {plan === null && <div className={styles.rule} />}
      <FolderTree
        label={choose.contentsOf(candidate.name)}
        nodes={nodes}
        openFolders={openFolders}
        isOutline={plan === null}
        tickOf={plan !== null && canChoose ? tickOf : null}
        keepsTickPlace={canChoose}
        onTick={onTick}
        onOpen={plan === null ? null : onOpen}
      />
    </>
  );
}

/** Tells a screen reader that a file has been read, and what a change of the choice means. */
function Spoken({ candidate, plan, choice }: Pick<FoldersProps, 'candidate' | 'plan' | 'choice'>) {
  const language = useLanguage();
  const { announce, choose } = language.messages;
  const isChosen = useFlow().flow.chosen.includes(candidate.id);
  if (plan === null) return <HiddenStatus>{''}</HiddenStatus>;
  const { items, folders } = plan.contents;
  const read = announce.contentsRead(candidate.name, items, folders.length);
  const forecast = forecastText(forecastOf(plan, choice), { totalItems: items, isChosen }, language);
  const problem = choice?.problem ?? null;
  return <HiddenStatus>{problem === null ? `${read} ${forecast}` : choose.choiceProblems[problem]}</HiddenStatus>;
}

function SearchFolders({ contents: { searchFolders } }: { readonly contents: Contents }) {
  const { choose } = useMessages();
  const format = useFormat();
  const styles = useStyles();
  return (
    <div className={styles.rule}>
      <Disclosure size="small" label={choose.searchFolders(searchFolders.length)} testId={testIds.searchFolders}>
        <ul className={styles.searches}>
          {searchFolders.map(({ name, items }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike, and the list never changes
            <li key={index}>
              <Text size={200}>{`${name} (${format.count(items)})`}</Text>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
