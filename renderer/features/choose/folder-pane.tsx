import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { CandidateId, Contents } from '../../../preload/contract/index.ts';
import { ACTIVE_ROW } from '../../components/use-roving-row.ts';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { BACK_BUTTON, BackBar } from './back-bar.tsx';
import type { FolderNode } from './folder-tree.ts';
import { folderFacts, nameText } from './folder-words.ts';
import { MessageListView } from './message-list-view.tsx';
import { useMessagePages } from './use-message-pages.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
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
  readonly onBack: () => void;
  readonly onOpen: (messageId: number) => void;
};

/** One folder: what it holds itself, and the list of it. */
export function FolderPane({ candidateId, folder, folderId, contents, onBack, onOpen }: Props) {
  const language = useLanguage();
  const { choose } = language.messages;
  const styles = useStyles();
  const list = useMessagePages(candidateId, folderId);
  const root = useFocusOnRows(list.pages.rows.length > 0);
  const name = nameText(folder, language);
  const [, ...facts] = folderFacts(folder, language);
  const largest = contents?.largest.find((item) => item.folderId === folderId);
  return (
    <div ref={root} className={styles.root} data-testid={testIds.messageList}>
      <BackBar title={name} label={choose.backToFolders} onBack={onBack} />
      <div className={styles.facts}>
        <Text size={200}>{facts.join(' · ')}</Text>
        {largest !== undefined && (
          <Text size={200} truncate wrap={false}>
            {choose.largest(
              largest.subject.trim() === '' ? choose.noSubject : largest.subject,
              language.format.bytes(largest.sizeBytes),
            )}
          </Text>
        )}
      </div>
      <MessageListView label={choose.messagesOf(name)} list={list} onOpen={onOpen} />
    </div>
  );
}

/** Takes the focus from the button on to the list when that comes up, unless the person has gone elsewhere meanwhile. */
function useFocusOnRows(hasRows: boolean) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!hasRows || root.current?.querySelector(BACK_BUTTON) !== document.activeElement) return;
    root.current?.querySelector<HTMLElement>(ACTIVE_ROW)?.focus();
  }, [hasRows]);
  return root;
}
