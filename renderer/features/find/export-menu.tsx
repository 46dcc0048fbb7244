import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { WireError } from '../../../preload/contract/index.ts';
import { useCommand } from '../../bridge/hooks.ts';
import { useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  saved: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  button: { flexShrink: 0 },
});

/** Saving the list of files: what came of the last time, and the way to do it. */
export type Exporting = {
  readonly save: (format: 'csv' | 'json') => void;
  readonly isRunning: boolean;
  /** Name of the file that was written last; null before, and when the person closed the dialog. */
  readonly savedName: string | null;
  readonly problem: WireError | null;
};

/** Keeps what came of saving the list. */
export function useExport(): Exporting {
  const { run, isRunning, problem } = useCommand('exportCandidates');
  const [savedName, setSavedName] = useState<string | null>(null);
  const save = async (format: 'csv' | 'json') => {
    setSavedName(null);
    setSavedName((await run({ format }))?.value ?? null);
  };
  return { save: (format) => void save(format), isRunning, savedName, problem };
}

type Props = { readonly exporting: Exporting; readonly isEmpty: boolean };

/** The button that saves the list of files, with the name of what it saved. */
export function ExportMenu({ exporting, isEmpty }: Props) {
  const { find } = useMessages();
  const styles = useStyles();
  const { savedName, save } = exporting;
  const saved = savedName === null ? '' : find.exported(savedName);
  return (
    <div className={styles.root}>
      <Text size={200} className={styles.saved} role="status" title={saved} data-testid={testIds.exported}>
        {saved}
      </Text>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            size="small"
            className={styles.button}
            icon={<ArrowDownloadRegular />}
            disabled={isEmpty || exporting.isRunning}
            data-testid={testIds.exportMenu}
          >
            {find.export}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem data-testid={testIds.exportCsv} onClick={() => save('csv')}>
              {find.exportCsv}
            </MenuItem>
            <MenuItem data-testid={testIds.exportJson} onClick={() => save('json')}>
              {find.exportJson}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
}
