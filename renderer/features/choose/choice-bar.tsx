import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { isEveryFolder } from '../../../preload/contract/folder-filter.ts';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { forecastText } from './choice-words.ts';
import { chooseNothing, type FolderChoice, type FolderPlan, forecastOf } from './folder-choice.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    flexShrink: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  // Two lines high: a longer sentence must not move the folders below.
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minHeight: '32px' },
  text: { flexGrow: 1, minWidth: 0 },
  button: { flexShrink: 0, minWidth: 0, whiteSpace: 'nowrap' },
});

type Props = {
  readonly candidate: CandidateView;
  readonly plan: FolderPlan;
  readonly choice: FolderChoice | null;
};

/** What will move under the choice of folders, and the two ends of that choice. */
export function ChoiceBar({ candidate, plan, choice }: Props) {
  const language = useLanguage();
  const { choose } = language.messages;
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const about = { totalItems: plan.contents.items, isChosen: flow.chosen.includes(candidate.id) };
  const isNone = choice !== null && choice.problem !== 'contentsChanged' && isEveryFolder(choice.patterns);
  const set = (next: FolderChoice | null) => dispatch({ kind: 'foldersChosen', id: candidate.id, choice: next });
  return (
    <section className={styles.root} aria-label={choose.folders}>
      <div className={styles.row}>
        <Text size={200} weight="semibold" className={styles.text} data-testid={testIds.forecast}>
          {forecastText(forecastOf(plan, choice), about, language)}
        </Text>
        <Button
          size="small"
          appearance="subtle"
          className={styles.button}
          disabledFocusable={choice === null}
          data-testid={testIds.allFolders}
          onClick={() => set(null)}
        >
          {choose.allFolders}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.button}
          disabledFocusable={isNone}
          data-testid={testIds.noFolders}
          onClick={() => set(chooseNothing(plan))}
        >
          {choose.noFoldersAtAll}
        </Button>
      </div>
      {choice !== null && choice.problem !== null && (
        <NoteLine tone="warning" data-testid={testIds.choiceProblem} data-code={choice.problem}>
          {choose.choiceProblems[choice.problem]}
        </NoteLine>
      )}
    </section>
  );
}
