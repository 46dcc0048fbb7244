import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeniedFolders } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { ProblemBar } from '../../components/problem-bar.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { useGrowingList } from '../../components/use-growing-list.tsx';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { deniedReason, deniedText } from './denied-text.ts';

const useStyles = makeStyles({
  open: {
    minWidth: 'auto',
    padding: `0 ${tokens.spacingHorizontalXXS}`,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorStatusWarningForeground1,
    textDecorationLine: 'underline',
  },
  surface: { maxWidth: '760px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: {
    height: '44vh',
    margin: 0,
    padding: 0,
    overflowY: 'auto',
    listStyleType: 'none',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 180px',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  path: { overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3 },
});

/** How many folders could not be read, as a button that shows which, for a technician. */
export function DeniedDialog({ count }: { readonly count: number }) {
  const { find } = useMessages();
  const styles = useStyles();
  const listDenied = useCommand('listDenied');
  const [denied, setDenied] = useState<DeniedFolders | null>(null);
  const open = async () => setDenied((await listDenied.run(null))?.value ?? null);
  return (
    <Dialog onOpenChange={(_, data) => data.open && void open()}>
      <DialogTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          size="small"
          className={styles.open}
          title={find.deniedAdvice}
          data-testid={testIds.deniedOpen}
        >
          {find.denied(count)}
        </Button>
      </DialogTrigger>
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{find.deniedTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{find.deniedAdvice}</Text>
            {listDenied.isRunning && <Spinner size="small" label={find.deniedLoading} />}
            {listDenied.problem !== null && <ProblemBar problem={listDenied.problem} />}
            {!listDenied.isRunning && denied !== null && <DeniedList denied={denied} />}
          </DialogContent>
          <DialogActions>
            {denied !== null && <CopyList denied={denied} />}
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">{find.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function DeniedList({ denied }: { readonly denied: DeniedFolders }) {
  const messages = useMessages();
  const { find } = messages;
  const styles = useStyles();
  const { shown, rest } = useGrowingList(denied.folders);
  const more = denied.total - denied.folders.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keyboard */}
      <ul className={styles.list} tabIndex={0} aria-label={find.deniedTitle}>
        {shown.map(({ path, reason }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered, and a folder may stand in it twice
          <li key={index} className={styles.row} data-testid={testIds.deniedRow} data-reason={reason}>
            <Text className={styles.path}>{path}</Text>
            <Text className={styles.note} title={reason}>
              {deniedReason(reason, messages)}
            </Text>
          </li>
        ))}
        {rest}
      </ul>
      {more > 0 && <Text className={styles.note}>{find.deniedMore(more)}</Text>}
    </>
  );
}

function CopyList({ denied }: { readonly denied: DeniedFolders }) {
  const { find } = useMessages();
  const { isCopied, copy } = useCopy();
  return (
    <Button
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      disabled={denied.folders.length === 0}
      data-testid={testIds.deniedCopy}
      onClick={() => copy(deniedText(denied))}
    >
      {isCopied ? find.copied : find.deniedCopy}
    </Button>
  );
}
