import { Combobox, Field, makeStyles, Option, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useMessages } from '../../format/messages.ts';
import type { MailboxChoice } from '../flow.ts';
import { mailboxProblem } from './review-model.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalM,
    alignItems: 'start',
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  combobox: { minWidth: 0, width: '100%' },
});

type Props = {
  readonly place: MailboxChoice;
  readonly mailboxes: readonly string[];
  readonly mailboxLabel: string;
  readonly mailboxTestId: string;
  readonly placeTestId: (isArchive: boolean) => string;
  readonly onChange: (place: MailboxChoice) => void;
};

/** A mailbox, picked or typed, and which half of it. */
export function PlaceFields({ place, mailboxes, mailboxLabel, mailboxTestId, placeTestId, onChange }: Props) {
  const { review } = useMessages();
  const styles = useStyles();
  const problem = mailboxProblem(place.mailbox);
  return (
    <div className={styles.root}>
      <Field
        label={mailboxLabel}
        required
        validationState={problem === null ? 'none' : 'error'}
        validationMessage={problem === null ? null : review.problems[problem]}
      >
        <Combobox
          freeform
          className={styles.combobox}
          value={place.mailbox}
          selectedOptions={mailboxes.includes(place.mailbox) ? [place.mailbox] : []}
          placeholder={review.mailboxPlaceholder}
          spellCheck={false}
          data-testid={mailboxTestId}
          onInput={(event) => onChange({ ...place, mailbox: event.currentTarget.value })}
          onOptionSelect={(_, { optionText }) => {
            // Typing clears the selection, which is told as a selection of nothing; what was typed must stand.
            if (optionText !== undefined) onChange({ ...place, mailbox: optionText });
          }}
        >
          {mailboxes.map((mailbox) => (
            <Option key={mailbox}>{mailbox}</Option>
          ))}
        </Combobox>
      </Field>
      <Field label={review.place}>
        <RadioGroup
          layout="horizontal"
          value={place.isArchive ? 'archive' : 'primary'}
          onChange={(_, data) => onChange({ ...place, isArchive: data.value === 'archive' })}
        >
          <Radio value="primary" label={review.primary} data-testid={placeTestId(false)} />
          <Radio value="archive" label={review.archive} data-testid={placeTestId(true)} />
        </RadioGroup>
      </Field>
    </div>
  );
}
