import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { useContents } from '../../bridge/hooks.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { FOCUS_HOME, focusHome } from '../../components/use-focus-handover.ts';
import { ACTIVE_ROW } from '../../components/use-roving-row.ts';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { BACK_BUTTON } from './back-bar.tsx';
import { ContentsOverview } from './contents-overview.tsx';
import { FolderPane } from './folder-pane.tsx';
import type { FolderNode } from './folder-tree.ts';
import { MESSAGE_PANE } from './message-pane.tsx';
import { MessagePart } from './message-part.tsx';

const useStyles = makeStyles({
  panel: { minHeight: '280px', containerType: 'inline-size', containerName: 'inside' },
  pane: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    ':focus': { outlineStyle: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  away: { display: 'none' },
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

/** How far a person has gone into a file: its folders, the list of one, one item. */
type Depth = 0 | 1 | 2;

function OpenedContents({ candidate }: { readonly candidate: CandidateView }) {
  const messages = useMessages();
  const { state, retry } = useContents(candidate.id);
  const [folder, setFolder] = useState<FolderNode | null>(null);
  const [messageId, setMessageId] = useState<number | null>(null);
  const depth: Depth = folder === null ? 0 : messageId === null ? 1 : 2;
  const folderId = folder?.own?.id ?? null;
  const changed = state.kind === 'failed' && state.problem.code === 'contentsChanged' ? state.problem : null;
  const lookAgain = () => {
    setMessageId(null);
    setFolder(null);
    retry();
  };
  return (
    <Panel
      title={messages.choose.contents}
      className={useStyles().panel}
      isFilled
      aria-busy={state.kind === 'loading'}
      data-testid={testIds.contents}
      data-state={state.kind === 'unknown' ? 'loading' : state.kind}
    >
      <Pane at={0} depth={depth}>
        <ContentsOverview candidate={candidate} state={state} onRetry={retry} onOpen={setFolder} />
      </Pane>
      {folder !== null && folderId !== null && (
        <Pane at={1} depth={depth} onLeave={() => setFolder(null)}>
          <FolderPane
            candidateId={candidate.id}
            folder={folder}
            folderId={folderId}
            contents={state.kind === 'ready' ? state.contents : null}
            changed={changed}
            onBack={() => setFolder(null)}
            onLookAgain={lookAgain}
            onOpen={setMessageId}
          />
        </Pane>
      )}
      {folder !== null && messageId !== null && (
        <Pane at={2} depth={depth} onLeave={() => setMessageId(null)}>
          <MessagePart
            candidateId={candidate.id}
            folder={folder}
            messageId={messageId}
            onBack={() => setMessageId(null)}
            onLookAgain={lookAgain}
          />
        </Pane>
      )}
    </Panel>
  );
}

/** What gets the focus when a pane comes up, as selectors. */
const FIRST_FOCUS: Readonly<Record<Depth, string>> = { 0: ACTIVE_ROW, 1: BACK_BUTTON, 2: MESSAGE_PANE };

type PaneProps = {
  readonly at: Depth;
  readonly depth: Depth;
  readonly onLeave?: () => void;
  readonly children: ReactNode;
};

/**
 * One of the panes a person goes through, the deepest shown. Those above stay in the page as they were left, and give
 * back the focus to the row it came from.
 */
function Pane({ at, depth, onLeave, children }: PaneProps) {
  const styles = useStyles();
  const element = useRef<HTMLDivElement>(null);
  const before = useRef<Depth>(at === 0 ? 0 : depth);
  useEffect(() => {
    const wasDeeper = before.current > at;
    const isNew = before.current === depth && at > 0;
    before.current = depth;
    if (depth !== at || (!wasDeeper && !isNew)) return;
    if (wasDeeper) focusHome(element.current);
    else element.current?.querySelector<HTMLElement>(FIRST_FOCUS[at])?.focus();
  }, [at, depth]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || onLeave === undefined) return;
    event.stopPropagation();
    onLeave();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from anywhere within
    <div
      ref={element}
      className={mergeClasses(styles.pane, depth !== at && styles.away)}
      tabIndex={-1}
      {...FOCUS_HOME}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
