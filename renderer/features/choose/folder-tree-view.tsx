import { makeStyles, Text, Tree, TreeItem, TreeItemLayout, tokens } from '@fluentui/react-components';
import { FolderRegular } from '@fluentui/react-icons';
import { useMemo } from 'react';
import type { FolderContents } from '../../../preload/contract/index.ts';
import { useFormat, useMessages } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import { buildFolderTree, type FolderNode, initiallyOpen } from './folder-tree.ts';

const useStyles = makeStyles({
  tree: { paddingInline: tokens.spacingHorizontalS, paddingBottom: tokens.spacingVerticalM },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  layout: { minWidth: 0 },
  numbers: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
});

type Props = { readonly label: string; readonly folders: readonly FolderContents[] };

/** The folders of a PST as a tree that opens and closes, each with what it and its subfolders hold. */
export function FolderTree({ label, folders }: Props) {
  const styles = useStyles();
  const nodes = useMemo(() => buildFolderTree(folders), [folders]);
  const open = useMemo(() => initiallyOpen(nodes), [nodes]);
  return (
    <Tree aria-label={label} size="small" defaultOpenItems={open} className={styles.tree}>
      {nodes.map((node) => (
        <FolderItem key={node.key} node={node} />
      ))}
    </Tree>
  );
}

function FolderItem({ node }: { readonly node: FolderNode }) {
  const styles = useStyles();
  const isBranch = node.children.length > 0;
  return (
    <TreeItem
      itemType={isBranch ? 'branch' : 'leaf'}
      value={node.key}
      data-testid={testIds.folderRow}
      data-name={node.name}
      data-items={node.items}
    >
      <TreeItemLayout
        className={styles.layout}
        iconBefore={<FolderRegular />}
        main={{ className: styles.name, title: node.name }}
        aside={<Numbers node={node} />}
      >
        {node.name}
      </TreeItemLayout>
      {isBranch && (
        <Tree>
          {node.children.map((child) => (
            <FolderItem key={child.key} node={child} />
          ))}
        </Tree>
      )}
    </TreeItem>
  );
}

function Numbers({ node }: { readonly node: FolderNode }) {
  const messages = useMessages();
  const format = useFormat();
  const styles = useStyles();
  const size = format.bytes(node.totalBytes);
  return (
    <Text size={200} className={styles.numbers} title={`${messages.choose.items(node.totalItems)}, ${size}`}>
      {node.totalItems === 0 ? messages.choose.items(0) : `${format.count(node.totalItems)} · ${size}`}
    </Text>
  );
}
