import type { CandidateView } from '../../../preload/contract/index.ts';
import { useKnownContents } from '../../bridge/hooks.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import type { FolderChoice } from '../choose/folder-choice.ts';
import { risksOf, riskText } from './risk-model.ts';

type Props = { readonly candidate: CandidateView; readonly choice: FolderChoice | null };

/** What of a file may not arrive, and why; nothing for most files. */
export function RiskNotes({ candidate, choice }: Props) {
  const language = useLanguage();
  const contents = useKnownContents(candidate.id);
  return risksOf(candidate, contents, choice).map((risk) => (
    <NoteLine key={risk.kind} tone="warning" data-testid={testIds.risk} data-kind={risk.kind}>
      {riskText(risk, language)}
    </NoteLine>
  ));
}
