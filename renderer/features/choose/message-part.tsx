import type { CandidateId } from '../../../preload/contract/index.ts';
import { useLanguage } from '../../format/messages.ts';
import { BackBar } from './back-bar.tsx';
import type { FolderNode } from './folder-tree.ts';
import { nameText } from './folder-words.ts';
import { MessagePane } from './message-pane.tsx';

type Props = {
  readonly candidateId: CandidateId;
  readonly folder: FolderNode;
  readonly messageId: number;
  readonly onBack: () => void;
  readonly onLookAgain: () => void;
};

/** One item with the way back to its list. */
export function MessagePart({ candidateId, folder, messageId, onBack, onLookAgain }: Props) {
  const language = useLanguage();
  const name = nameText(folder, language);
  return (
    <>
      <BackBar title={name} label={language.messages.choose.backToList(name)} onBack={onBack} />
      <MessagePane candidateId={candidateId} messageId={messageId} onLookAgain={onLookAgain} />
    </>
  );
}
