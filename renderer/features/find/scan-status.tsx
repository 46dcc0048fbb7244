import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import type { Snapshot } from '../../../preload/contract/index.ts';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { useFlow } from '../flow-context.ts';
import { DeniedDialog } from './denied-dialog.tsx';
import { scanNote } from './scan-note.ts';

const useStyles = makeStyles({
  status: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    minHeight: '52px',
    flexShrink: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    boxSizing: 'border-box',
    fontVariantNumeric: 'tabular-nums',
  },
  // Kept while nothing runs, so that the list below never moves.
  bar: { height: '2px', flexShrink: 0 },
  note: { color: tokens.colorNeutralForeground3, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

type Props = { readonly scan: Snapshot['scan']; readonly foundCount: number };

/** How far the search is, or when it ended, with its counters. */
export function ScanStatus({ scan, foundCount }: Props) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const { flow } = useFlow();
  const { find } = messages;
  if (scan.state === 'idle') return <span data-testid={testIds.scanState} data-state={scan.state} />;
  const percent = scan.state === 'running' && scan.percentDone !== null ? scan.percentDone : null;
  const counters = [find.filesFound(foundCount), find.foldersSeen(scan.folders)];
  if (percent !== null) counters.push(find.about(format.percent(percent)));
  return (
    <>
      <div className={styles.bar}>
        {scan.state === 'running' && (
          <ProgressBar aria-label={find.searching} {...(percent !== null && { value: percent, max: 100 })} />
        )}
      </div>
      <div className={styles.status} data-testid={testIds.scanState} data-state={scan.state}>
        <Text>
          {counters.join(' · ')}
          {scan.denied > 0 && (
            <>
              {' · '}
              <DeniedDialog count={scan.denied} />
            </>
          )}
        </Text>
        <Text size={200} className={styles.note} title={scan.currentFolder ?? undefined}>
          {scanNote(scan, !flow.hasSearched, { messages, format })}
        </Text>
      </div>
    </>
  );
}
