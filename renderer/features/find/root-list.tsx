import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components';
import { FolderAddRegular, SearchRegular, StopRegular } from '@fluentui/react-icons';
import type { ScanRoot, Snapshot } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useFormat, useMessages } from '../../format/messages.ts';
import { shortenMiddle } from '../../format/path.ts';
import { testIds } from '../../test-ids.ts';
import { isRootOn } from '../flow.ts';
import { useFlow } from '../flow-context.ts';

/** Characters of a root's path that fit the column. */
const PATH_CHARACTERS = 38;

const useStyles = makeStyles({
  panel: { alignSelf: 'start', maxHeight: '100%' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    margin: 0,
    padding: tokens.spacingVerticalS,
    listStyleType: 'none',
  },
  label: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3 },
  empty: { padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground3 },
  actions: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    paddingTop: tokens.spacingVerticalS,
  },
});

type Props = {
  readonly roots: readonly ScanRoot[];
  readonly scanState: Snapshot['scan']['state'];
  readonly canStart: boolean;
  readonly onStart: () => void;
};

/** The places to look, and the buttons that start and stop looking. */
export function RootList({ roots, scanState, canStart, onStart }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const chooseFolder = useCommand('chooseFolder');
  const isRunning = scanState === 'running';
  return (
    <Panel title={messages.find.roots} className={styles.panel}>
      {roots.length === 0 && <Text className={styles.empty}>{messages.find.noRoots}</Text>}
      <ul className={styles.list} aria-label={messages.find.roots}>
        {roots.map((root) => (
          <RootRow key={root.id} root={root} isDisabled={isRunning} />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button
          appearance="subtle"
          icon={<FolderAddRegular />}
          disabled={isRunning || chooseFolder.isRunning}
          data-testid={testIds.addFolder}
          onClick={() => void chooseFolder.run(null)}
        >
          {messages.find.addFolder}
        </Button>
        <ScanButton scanState={scanState} canStart={canStart} onStart={onStart} />
        {chooseFolder.problem !== null && <ProblemBar problem={chooseFolder.problem} />}
      </div>
    </Panel>
  );
}

function RootRow({ root, isDisabled }: { readonly root: ScanRoot; readonly isDisabled: boolean }) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { flow, dispatch } = useFlow();
  const { freeBytes, sizeBytes } = root;
  const space =
    freeBytes === null || sizeBytes === null
      ? null
      : messages.find.freeOf(format.bytes(freeBytes), format.bytes(sizeBytes));
  const label = (
    <span className={styles.label}>
      <Text title={root.path}>{root.label === '' ? shortenMiddle(root.path, PATH_CHARACTERS) : root.label}</Text>
      <Text size={200} className={styles.note}>
        {space === null ? messages.find.rootKinds[root.kind] : `${messages.find.rootKinds[root.kind]} · ${space}`}
      </Text>
    </span>
  );
  return (
    <li>
      <Checkbox
        checked={isRootOn(flow, root)}
        disabled={isDisabled}
        label={label}
        data-testid={testIds.root}
        data-kind={root.kind}
        data-path={root.path}
        onChange={(_, data) => dispatch({ kind: 'rootToggled', rootId: root.id, isOn: data.checked === true })}
      />
    </li>
  );
}

function ScanButton({ scanState, canStart, onStart }: Omit<Props, 'roots'>) {
  const messages = useMessages();
  const cancelScan = useCommand('cancelScan');
  if (scanState === 'running') {
    return (
      <Button
        icon={<StopRegular />}
        disabled={cancelScan.isRunning}
        data-testid={testIds.stopScan}
        onClick={() => void cancelScan.run(null)}
      >
        {messages.find.stop}
      </Button>
    );
  }
  const isFirst = scanState === 'idle';
  return (
    <Button
      appearance={isFirst ? 'primary' : 'secondary'}
      icon={<SearchRegular />}
      disabled={!canStart}
      title={canStart ? undefined : messages.find.pickOne}
      data-testid={testIds.startScan}
      onClick={onStart}
    >
      {isFirst ? messages.find.start : messages.find.startAgain}
    </Button>
  );
}
