import { makeStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type SyntheticEvent, useCallback, useId, useMemo, useState } from 'react';
import { drawnIndexes, rowOffsets } from '../../components/row-window.ts';
import { useRovingRow } from '../../components/use-roving-row.ts';
import { useRowWindow } from '../../components/use-row-window.ts';
import { useMessages } from '../../format/messages.ts';
import type { Tick } from './folder-choice.ts';
import { FOLDER_ROW_PX, FolderRowView } from './folder-row-view.tsx';
import { type FolderNode, type FolderRow, initiallyOpen, visibleRows } from './folder-tree.ts';
import { answerTo, type FolderAct } from './tree-keys.ts';

/** Part of the pane that a long tree keeps, however much is said above it. */
const LEAST_PART = '40%';

/** Room above and below the rows, px. */
const PADDING_PX = 8;

const useStyles = makeStyles({
  scroller: {
    flexGrow: 1,
    flexShrink: 0,
    overflowY: 'auto',
    paddingBlock: `${PADDING_PX / 2}px`,
    boxSizing: 'border-box',
    // On a small window the page scrolls as one: the tree is then held to a part of it.
    maxHeight: '75vh',
    '@media (min-width: 800px) and (min-height: 480px)': { maxHeight: 'none', flexBasis: 0 },
  },
  body: { position: 'relative' },
  hint: { display: 'none' },
});

/** Which folders of a tree are unfolded, kept while more becomes known of them. */
export type OpenFolders = {
  readonly open: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
};

/** Remembers which folders a person unfolded; until they did, the way down to the first choice. */
export function useOpenFolders(nodes: readonly FolderNode[]): OpenFolders {
  const [touched, setTouched] = useState<ReadonlySet<string> | null>(null);
  const first = useMemo(() => initiallyOpen(nodes), [nodes]);
  const open = touched ?? first;
  const toggle = useCallback(
    (key: string) =>
      setTouched((known) => {
        const next = new Set(known ?? first);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [first],
  );
  return { open, toggle };
}

type Props = {
  readonly label: string;
  readonly nodes: readonly FolderNode[];
  readonly openFolders: OpenFolders;
  readonly isOutline: boolean;
  /** How much of a folder is taken; null where folders cannot be chosen. */
  readonly tickOf: ((node: FolderNode) => Tick) | null;
  /** True where there will be ticks: the names stay where they are. */
  readonly keepsTickPlace: boolean;
  readonly onTick: (node: FolderNode) => void;
  /** Null where the lists cannot be shown yet. */
  readonly onOpen: ((node: FolderNode) => void) | null;
};

/** The folders of a PST as a tree of any length, each with what it and its subfolders hold. */
export function FolderTree(props: Props) {
  const { nodes, openFolders, label, isOutline, tickOf, keepsTickPlace } = props;
  const messages = useMessages();
  const styles = useStyles();
  const hintId = useId();
  const rows = useMemo(() => visibleRows(nodes, openFolders.open), [nodes, openFolders.open]);
  const offsets = useMemo(() => rowOffsets(rows, () => FOLDER_ROW_PX), [rows]);
  const list = useRowWindow({ offsets, headPx: 0, orderKey: label });
  const roving = useRovingRow(rows, keyOf, list);
  const act = useTreeActs(rows, props);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = indexOf(event);
    if (index === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const rowsPerPage = Math.floor(list.getViewPx() / FOLDER_ROW_PX);
    const answer = answerTo(event.key, { rows, index, rowsPerPage, open: openFolders.open });
    if (answer === null) return;
    event.preventDefault();
    if (typeof answer === 'number') roving.moveTo(answer);
    else act(answer, index);
  };
  const heightPx = offsets.at(-1) ?? 0;
  const minHeight = `min(${heightPx + PADDING_PX}px, ${LEAST_PART})`;
  return (
    <div ref={list.scroller} className={styles.scroller} style={{ minHeight }}>
      <div
        role="tree"
        className={styles.body}
        style={{ height: heightPx }}
        aria-label={label}
        aria-describedby={hintId}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = indexOf(event);
          if (index !== null) roving.take(index);
        }}
      >
        {drawnIndexes(list.range, { active: roving.index, count: rows.length }).map((index) => {
          const row = rows[index];
          return row === undefined ? null : (
            <FolderRowView
              key={row.node.key}
              node={row.node}
              level={row.level}
              position={row.position}
              setSize={row.setSize}
              index={index}
              isUnfolded={openFolders.open.has(row.node.key)}
              isActive={index === roving.index}
              isOutline={isOutline}
              keepsTickPlace={keepsTickPlace}
              tick={tickOf === null ? null : tickOf(row.node)}
              onAct={act}
            />
          );
        })}
      </div>
      <span id={hintId} className={styles.hint}>
        {messages.choose.treeKeys}
      </span>
    </div>
  );
}

function useTreeActs(rows: readonly FolderRow[], { openFolders, tickOf, onTick, onOpen }: Props) {
  const { toggle } = openFolders;
  const canTick = tickOf !== null;
  return useCallback(
    (act: FolderAct, index: number) => {
      const node = rows[index]?.node;
      if (node === undefined) return;
      const isFull = (node.own?.items ?? 0) > 0;
      if (act === 'tick') {
        if (canTick && node.isTickable) onTick(node);
      } else if (act === 'open' && onOpen !== null && (isFull || node.children.length === 0)) onOpen(node);
      else if (node.children.length > 0) toggle(node.key);
    },
    [rows, toggle, canTick, onTick, onOpen],
  );
}

function keyOf(row: FolderRow): string {
  return row.node.key;
}

function indexOf({ target }: SyntheticEvent): number | null {
  const index = target instanceof Element ? target.closest('[data-index]')?.getAttribute('data-index') : null;
  return index === null || index === undefined ? null : Number(index);
}
