import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { shortenMiddle } from '../format/path.ts';

/** Characters of a folder path before its middle is left out; the rest is cut by the width of the column. */
const FOLDER_CHARACTERS = 64;

const useStyles = makeStyles({
  root: { minWidth: 0, display: 'flex', flexDirection: 'column', paddingBlock: '6px' },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  folder: { color: tokens.colorNeutralForeground3 },
});

type Props = { readonly name: string; readonly folder: string; readonly children?: ReactNode };

/** A file name over the folder it is in, each on one line; the whole of both on hovering. `children` replace the name. */
export function FileName({ name, folder, children }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {children ?? (
        <Text className={styles.line} weight="semibold" title={name}>
          {name}
        </Text>
      )}
      <Text className={mergeClasses(styles.line, styles.folder)} size={200} title={folder}>
        {shortenMiddle(folder, FOLDER_CHARACTERS)}
      </Text>
    </div>
  );
}
