import { Checkbox, Field, Input, makeStyles, Radio, RadioGroup, Select, tokens } from '@fluentui/react-components';
import { Disclosure } from '../../components/disclosure.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { CLOUDS, type Draft, type DraftProblem, SIGN_IN_KINDS } from './connection-model.ts';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalM,
    alignItems: 'start',
    '@media (max-width: 799px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  whole: { gridColumn: '1 / -1' },
  rare: { paddingTop: tokens.spacingVerticalS },
  disclosure: { display: 'flex', flexDirection: 'column', alignItems: 'stretch' },
});

type Props = {
  readonly draft: Draft;
  readonly problems: ReadonlySet<DraftProblem>;
  readonly isDisabled: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** The settings of the chosen way. */
export function WayFields(props: Props) {
  const styles = useStyles();
  switch (props.draft.engine) {
    case 'sandbox':
      return null;
    case 'exchange':
      return <ExchangeFields {...props} />;
    case 'onPremises':
      return (
        <div className={styles.grid}>
          <TextField {...props} name="connectionUri" hasHint isRequired />
          <TextField {...props} name="share" hasHint isRequired />
          <TextField {...props} name="defaultMailbox" hasHint />
        </div>
      );
    case 'purview':
      return (
        <div className={styles.grid}>
          <TextField {...props} name="defaultMailbox" hasHint />
        </div>
      );
  }
}

function ExchangeFields(props: Props) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const { draft, isDisabled, onChange, problems } = props;
  const hasCodeProblem = problems.has('deviceCode');
  return (
    <>
      <Field
        label={words.signIn}
        validationState={hasCodeProblem ? 'error' : 'none'}
        validationMessage={hasCodeProblem ? words.problems.deviceCode : null}
      >
        <RadioGroup
          value={draft.signIn}
          disabled={isDisabled}
          onChange={(_, data) => {
            const signIn = SIGN_IN_KINDS.find((kind) => kind === data.value);
            if (signIn === undefined) return;
            // The other PowerShell cannot do it.
            onChange(signIn === 'deviceCode' ? { signIn, powerShell: 'core' } : { signIn });
          }}
        >
          {SIGN_IN_KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={words.signIns[kind]} data-testid={testIds.signIn(kind)} />
          ))}
        </RadioGroup>
      </Field>
      <div className={styles.grid}>
        <SignInFields {...props} />
        <TextField {...props} name="defaultMailbox" hasHint />
      </div>
      <div className={styles.disclosure}>
        <Disclosure label={words.more} testId={testIds.moreSettings}>
          <RareFields {...props} />
        </Disclosure>
      </div>
    </>
  );
}

function SignInFields(props: Props) {
  switch (props.draft.signIn) {
    case 'interactive':
      return <TextField {...props} name="account" hasHint />;
    case 'deviceCode':
      return null;
    case 'certificate':
    case 'certificateFile':
      return (
        <>
          <TextField {...props} name="appId" isRequired />
          <TextField {...props} name="organization" hasHint isRequired />
          <TextField {...props} name={props.draft.signIn === 'certificate' ? 'thumbprint' : 'path'} isRequired />
        </>
      );
  }
}

function RareFields({ draft, isDisabled, onChange }: Props) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  return (
    <div className={styles.rare}>
      <div className={styles.grid}>
        <Field label={words.powerShell}>
          <Select
            value={draft.powerShell}
            disabled={isDisabled}
            data-testid={testIds.connectionField('powerShell')}
            onChange={(_, { value }) => onChange({ powerShell: value === 'core' ? 'core' : 'windows' })}
          >
            <option value="windows">{words.powerShells.windows}</option>
            <option value="core">{words.powerShells.core}</option>
          </Select>
        </Field>
        <Field label={words.environment}>
          <Select
            value={draft.environment}
            disabled={isDisabled}
            data-testid={testIds.connectionField('environment')}
            onChange={(_, { value }) => {
              const environment = CLOUDS.find((cloud) => cloud === value);
              if (environment !== undefined) onChange({ environment });
            }}
          >
            {CLOUDS.map((cloud) => (
              <option key={cloud} value={cloud}>
                {words.environments[cloud]}
              </option>
            ))}
          </Select>
        </Field>
        <Checkbox
          className={styles.whole}
          checked={draft.usesBrowser}
          disabled={isDisabled}
          label={words.usesBrowser}
          data-testid={testIds.connectionField('usesBrowser')}
          onChange={(_, data) => onChange({ usesBrowser: data.checked === true })}
        />
      </div>
    </div>
  );
}

type HintedField = 'account' | 'organization' | 'connectionUri' | 'share' | 'defaultMailbox';
type TextFieldProps = Props & { readonly isRequired?: boolean } & (
    | { readonly name: HintedField; readonly hasHint: true }
    | { readonly name: 'appId' | 'thumbprint' | 'path'; readonly hasHint?: false }
  );

function TextField(props: TextFieldProps) {
  const { connection: words } = useMessages();
  const { draft, name, problems, isDisabled, isRequired = false, onChange } = props;
  const hasProblem = problems.has(name);
  const hint = props.hasHint ? words[`${props.name}Hint`] : null;
  return (
    <Field
      label={words[name]}
      required={isRequired}
      validationState={hasProblem ? 'error' : 'none'}
      validationMessage={hasProblem ? words.problems[name] : null}
      hint={hint}
    >
      <Input
        value={draft[name]}
        disabled={isDisabled}
        spellCheck={false}
        autoComplete="off"
        data-testid={testIds.connectionField(name)}
        onChange={(_, { value }) => onChange({ [name]: value })}
      />
    </Field>
  );
}
