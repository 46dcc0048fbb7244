import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { CandidateId, Contents, WireError } from '../../../preload/contract/index.ts';
import { FOCUS_HOME } from '../../components/use-focus-handover.ts';
import { ACTIVE_ROW } from '../../components/use-roving-row.ts';
import { useLanguage } from '../../format/messages.ts';
import { shortText } from '../../format/short-text.ts';
import { testIds } from '../../test-ids.ts';
import { BACK_BUTTON, BackBar } from './back-bar.tsx';
import type { FolderNode } from './folder-tree.ts';
import { folderFacts, nameText } from './folder-words.ts';
import { InsideProblem } from './inside-problem.tsx';
import { MessageListView } from './message-list-view.tsx';
import { useMessagePages } from './use-message-pages.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    ':focus': { outlineStyle: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  facts: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalL,
    paddingBottom: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
  },
});

type Props = {
  readonly candidateId: CandidateId;
  readonly folder: FolderNode;
  readonly folderId: number;
  readonly contents: Contents | null;
  /** Set when the file is not what it was: its lists are void. */
  readonly changed: WireError | null;
  readonly onBack: () => void;
  readonly onLookAgain: () => void;
  readonly onOpen: (messageId: number) => void;
};

/** One folder: what it holds itself, and the list of it. */
export function FolderPane(props: Props) {
  const { candidateId, folder, folderId, contents, changed, onLookAgain } = props;
  const language = useLanguage();
  const { choose } = language.messages;
  const styles = useStyles();
  const list = useMessagePages(candidateId, folderId);
  const root = useFocusKept(list.pages.rows.length > 0, changed !== null);
  const name = nameText(folder, language);
  const [, ...facts] = folderFacts(folder, language);
  const largest = contents?.largest.find((item) => item.folderId === folderId);
  return (
    <section
      ref={root}
      className={styles.root}
      aria-label={choose.messagesOf(name)}
      tabIndex={-1}
      {...FOCUS_HOME}
      data-testid={testIds.messageList}
    >
      <BackBar title={name} label={choose.backToFolders} onBack={props.onBack} />
      <div className={styles.facts}>
        <Text size={200}>{facts.join(' · ')}</Text>
        {largest !== undefined && (
          <Text size={200} truncate wrap={false}>
            {choose.largest(
              largest.subject.trim() === '' ? choose.noSubject : shortText(largest.subject),
              language.format.bytes(largest.sizeBytes),
            )}
          </Text>
        )}
      </div>
      {changed === null ? (
        <MessageListView label={choose.messagesOf(name)} list={list} onOpen={props.onOpen} onLookAgain={onLookAgain} />
      ) : (
        <InsideProblem problem={changed} onRetry={onLookAgain} onLookAgain={onLookAgain} />
      )}
    </section>
  );
}

/**
 * Takes the focus from the button or the pane on to the list when that comes up, unless the person has gone elsewhere
 * meanwhile; and back to the pane when the list goes away under it.
 */
function useFocusKept(hasRows: boolean, isVoid: boolean) {
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const waiting = [root.current, root.current?.querySelector(BACK_BUTTON)];
    if (!hasRows || !waiting.includes(document.activeElement)) return;
    root.current?.querySelector<HTMLElement>(ACTIVE_ROW)?.focus();
  }, [hasRows]);
  useEffect(() => {
    if (isVoid && document.activeElement === document.body) root.current?.focus();
  }, [isVoid]);
  return root;
}
