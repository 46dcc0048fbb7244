import { Button, makeStyles, Text, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowClockwiseRegular, FolderAddRegular, SearchRegular, StopRegular } from '@fluentui/react-icons';
import { useId } from 'react';
import type { ScanRoot, Snapshot } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { Panel } from '../../components/panel.tsx';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { groupRoots, type RootGroup } from './root-groups.ts';
import { RootRow } from './root-row.tsx';
import { ScanOptions } from './scan-options.tsx';

const useStyles = makeStyles({
  panel: { alignSelf: 'start', maxHeight: '100%' },
  // The button that starts stays in view however many places there are.
  places: { minHeight: 0, overflowY: 'auto', padding: tokens.spacingVerticalS },
  group: {
    ...typographyStyles.caption1Strong,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} 0`,
  },
  advice: { display: 'block', paddingInline: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground3 },
  list: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, listStyleType: 'none' },
  empty: { padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground3 },
  options: { display: 'flex', flexDirection: 'column' },
  actions: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

type Props = {
  readonly roots: readonly ScanRoot[];
  readonly scanState: Snapshot['scan']['state'];
  readonly canStart: boolean;
  readonly onStart: () => void;
};

/** The places to look, the options of a search, and the buttons that start and stop it. */
export function RootList({ roots, scanState, canStart, onStart }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  const chooseFolder = useCommand('chooseFolder');
  const refreshRoots = useCommand('refreshRoots');
  const isRunning = scanState === 'running';
  const problem = chooseFolder.problem ?? refreshRoots.problem;
  const refresh = (
    <Button
      appearance="subtle"
      size="small"
      icon={<ArrowClockwiseRegular />}
      aria-label={messages.find.refresh}
      title={messages.find.refresh}
      disabled={isRunning || refreshRoots.isRunning}
      data-testid={testIds.refreshRoots}
      onClick={() => void refreshRoots.run(null)}
    />
  );
  return (
    <Panel title={messages.find.roots} aside={refresh} className={styles.panel} isFilled>
      <div className={styles.places}>
        {roots.length === 0 && <Text className={styles.empty}>{messages.find.noRoots}</Text>}
        {groupRoots(roots).map((entry) => (
          <RootGroupList key={entry.group} {...entry} isDisabled={isRunning} />
        ))}
        <div className={styles.options}>
          <ScanOptions isDisabled={isRunning} />
        </div>
      </div>
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
        {problem !== null && <ProblemBar problem={problem} />}
      </div>
    </Panel>
  );
}

type GroupProps = {
  readonly group: RootGroup;
  readonly roots: readonly ScanRoot[];
  readonly isDisabled: boolean;
};

function RootGroupList({ group, roots, isDisabled }: GroupProps) {
  const { find } = useMessages();
  const styles = useStyles();
  const headingId = useId();
  const now = new Date().toISOString();
  return (
    <>
      <h3 id={headingId} className={styles.group}>
        {find.rootGroups[group]}
      </h3>
      {group === 'others' && (
        <Text size={200} className={styles.advice}>
          {find.othersAdvice}
        </Text>
      )}
      <ul className={styles.list} aria-labelledby={headingId}>
        {roots.map((root) => (
          <RootRow key={root.id} root={root} isDisabled={isDisabled} now={now} />
        ))}
      </ul>
    </>
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
