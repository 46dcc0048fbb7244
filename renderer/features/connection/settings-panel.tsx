import { Button, makeStyles, Radio, RadioGroup, Spinner, Text, tokens } from '@fluentui/react-components';
import type { ConnectionView, EngineKind } from '../../../preload/contract/index.ts';
import { HiddenStatus } from '../../components/hidden-status.tsx';
import { NoteLine } from '../../components/note-line.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { type Draft, waysOf } from './connection-model.ts';
import type { Edit } from './use-draft.ts';
import { WayFields } from './way-fields.tsx';

const useStyles = makeStyles({
  panel: { flexShrink: 0 },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
  },
  ways: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  label: { display: 'flex', flexDirection: 'column' },
  note: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

type Props = { readonly view: ConnectionView; readonly edit: Edit };

/** The choice of the way, and what that way needs to know. */
export function SettingsPanel({ view, edit }: Props) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const { draft, change } = edit;
  return (
    <Panel title={words.way} className={styles.panel}>
      <div className={styles.body}>
        <RadioGroup
          className={styles.ways}
          aria-label={words.way}
          value={draft.engine}
          disabled={view.isManaged}
          onChange={(_, data) => change(engineChange(waysOf(view), data.value))}
        >
          {waysOf(view).map((engine) => (
            <WayRadio key={engine} engine={engine} />
          ))}
        </RadioGroup>
        <WayFields draft={draft} problems={edit.problems} isDisabled={view.isManaged} onChange={change} />
        {edit.problem !== null && <ProblemBar problem={edit.problem} />}
        {!view.isManaged && <SaveRow edit={edit} />}
      </div>
    </Panel>
  );
}

function engineChange(ways: readonly EngineKind[], value: string): Partial<Draft> {
  const engine = ways.find((way) => way === value);
  return engine === undefined ? {} : { engine };
}

function WayRadio({ engine }: { readonly engine: EngineKind }) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const { title, when } = words.ways[engine];
  const label = (
    <span className={styles.label}>
      <Text>{title}</Text>
      <Text size={200} className={styles.note}>
        {when}
      </Text>
    </span>
  );
  return <Radio value={engine} label={label} data-testid={testIds.way(engine)} />;
}

function SaveRow({ edit }: { readonly edit: Edit }) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const isIdle = edit.isSaved || edit.isSaving;
  return (
    <div className={styles.actions}>
      <Button
        appearance="primary"
        // Still reached by keys while there is nothing to save: it has the focus just after it saved.
        disabledFocusable={isIdle}
        icon={edit.isSaving ? <Spinner size="extra-tiny" /> : null}
        data-testid={testIds.saveConnection}
        onClick={edit.save}
      >
        {edit.isSaving ? words.saving : words.save}
      </Button>
      {edit.wasSaved && edit.isSaved && (
        <NoteLine tone="good" data-testid={testIds.connectionSaved}>
          {words.saved}
        </NoteLine>
      )}
      {!isIdle && <NoteLine tone="quiet">{words.unsaved}</NoteLine>}
      <HiddenStatus>{edit.wasSaved && edit.isSaved ? words.saved : ''}</HiddenStatus>
    </div>
  );
}
