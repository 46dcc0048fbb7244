import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { type Dispatch, memo } from 'react';
import { FileName } from '../../components/file-name.tsx';
import { NoteLine } from '../../components/note-line.tsx';
import { useFormat, useLanguage, useMessages } from '../../format/messages.ts';
import { folderOf } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { choiceText } from '../choose/choice-words.ts';
import type { FlowAction } from '../flow.ts';
import { PlaceFields } from './place-fields.tsx';
import { isSameRow, type ReviewRow } from './review-model.ts';
import { RiskNotes } from './risk-notes.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { flexGrow: 1, minWidth: 0 },
  size: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  row: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  note: { flexGrow: 1, minWidth: 0 },
  goesTo: { flexGrow: 1, minWidth: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

type Props = {
  readonly row: ReviewRow;
  readonly mailboxes: readonly string[];
  readonly dispatch: Dispatch<FlowAction>;
};

/** One file with the folder its mail goes to and, when it differs from the rest, its mailbox. */
export const ReviewCard = memo(
  DrawnCard,
  (before, after) => isSameRow(before.row, after.row) && before.mailboxes === after.mailboxes,
);

function DrawnCard({ row, mailboxes, dispatch }: Props) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { candidate, target, folderProblem } = row;
  const { id, name } = candidate;
  return (
    <article className={styles.root} aria-label={name} data-testid={testIds.reviewRow} data-name={name}>
      <div className={styles.head}>
        <div className={styles.name}>
          <FileName name={name} folder={folderOf(candidate.path)} />
        </div>
        <Text className={styles.size}>{format.bytes(candidate.sizeBytes)}</Text>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={messages.review.remove(name)}
          title={messages.review.remove(name)}
          data-testid={testIds.leaveOut}
          onClick={() => dispatch({ kind: 'candidatesToggled', files: [candidate], isOn: false })}
        />
      </div>
      <LeftOut row={row} dispatch={dispatch} />
      <RiskNotes candidate={candidate} choice={row.choice} />
      <Field
        label={messages.review.folder}
        validationState={folderProblem === null ? 'none' : 'error'}
        validationMessage={folderProblem === null ? null : messages.review.problems[folderProblem]}
      >
        <Input
          value={target.rootFolder}
          placeholder={messages.move.topOfMailbox}
          title={messages.review.folderHint}
          spellCheck={false}
          data-testid={testIds.folder}
          onChange={(_, data) => dispatch({ kind: 'folderChanged', id, rootFolder: data.value })}
        />
      </Field>
      <OwnPlace row={row} mailboxes={mailboxes} dispatch={dispatch} />
    </article>
  );
}

/** Says so when not all of a file is moved; a card without that line moves everything. */
function LeftOut({ row: { choice, choiceProblem, candidate }, dispatch }: Omit<Props, 'mailboxes'>) {
  const language = useLanguage();
  const { review } = language.messages;
  const styles = useStyles();
  if (choice === null) return null;
  const change = () => {
    dispatch({ kind: 'candidateOpened', id: candidate.id });
    dispatch({ kind: 'stepChosen', step: 'choose' });
  };
  return (
    <div className={styles.row}>
      <div className={styles.note}>
        <NoteLine tone={choice.problem === null ? 'info' : 'warning'} data-testid={testIds.choiceNote}>
          {choiceText(choice, language)}
        </NoteLine>
        {choiceProblem !== null && (
          <NoteLine tone="warning" data-testid={testIds.choiceProblem} data-code={choiceProblem}>
            {review.problems[choiceProblem]}
          </NoteLine>
        )}
      </div>
      <Button size="small" appearance="subtle" onClick={change}>
        {review.changeFolders}
      </Button>
    </div>
  );
}

function OwnPlace({ row, mailboxes, dispatch }: Props) {
  const { review } = useMessages();
  const styles = useStyles();
  const { target, candidate, hasOwnPlace } = row;
  const place = { mailbox: target.mailbox, isArchive: target.isArchive };
  if (hasOwnPlace) {
    return (
      <>
        <PlaceFields
          place={place}
          mailboxes={mailboxes}
          mailboxLabel={review.mailboxOf(candidate.name)}
          mailboxTestId={testIds.mailbox}
          placeTestId={testIds.place}
          onChange={(changed) => dispatch({ kind: 'placeChanged', id: candidate.id, place: changed })}
        />
        <div className={styles.row}>
          <Button size="small" onClick={() => dispatch({ kind: 'placeChanged', id: candidate.id, place: null })}>
            {review.sameAsAll}
          </Button>
          <Button
            size="small"
            data-testid={testIds.useForAll}
            onClick={() => dispatch({ kind: 'placeUsedForAll', place })}
          >
            {review.useForAll}
          </Button>
        </div>
      </>
    );
  }
  return (
    <div className={styles.row}>
      <Text size={200} className={styles.goesTo}>
        {place.mailbox === ''
          ? review.noMailbox
          : review.goesTo(place.mailbox, place.isArchive ? review.archive : review.primary)}
      </Text>
      <Button
        size="small"
        appearance="subtle"
        data-testid={testIds.ownMailbox}
        onClick={() => dispatch({ kind: 'placeChanged', id: candidate.id, place })}
      >
        {review.different}
      </Button>
    </div>
  );
}
