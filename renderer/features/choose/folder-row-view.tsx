import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import {
  CheckboxCheckedFilled,
  CheckboxIndeterminateRegular,
  CheckboxUncheckedRegular,
  ChevronDownRegular,
  ChevronRightRegular,
} from '@fluentui/react-icons';
import { type MouseEvent, memo, type ReactElement } from 'react';
import { useLanguage } from '../../format/messages.ts';
import { testIds } from '../../test-ids.ts';
import type { Tick } from './folder-choice.ts';
import { FolderIcon } from './folder-icon.tsx';
import type { FolderRow } from './folder-tree.ts';
import { folderFacts, folderLabel, nameText, tickNote, yearsText } from './folder-words.ts';
import type { FolderAct } from './tree-keys.ts';

/** Height of a folder's row, px. */
export const FOLDER_ROW_PX = 30;

const INDENT_PX = 18;

/** Levels that are set in further than the one above; beyond, nothing would be left of the names. */
const MAX_INDENTS = 9;

const useStyles = makeStyles({
  root: {
    ...typographyStyles.body1,
    position: 'absolute',
    insetInline: 0,
    height: `${FOLDER_ROW_PX}px`,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    paddingInlineEnd: tokens.spacingHorizontalM,
    boxSizing: 'border-box',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':active': { backgroundColor: tokens.colorSubtleBackgroundPressed },
    ':focus': { outlineStyle: 'none' },
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  mark: { display: 'flex', justifyContent: 'center', flexShrink: 0, width: '20px', fontSize: '12px' },
  tick: {
    height: '100%',
    alignItems: 'center',
    width: '24px',
    fontSize: '18px',
    color: tokens.colorNeutralStrokeAccessible,
  },
  ticked: { color: tokens.colorCompoundBrandBackground },
  fixed: { color: tokens.colorNeutralForegroundDisabled, cursor: 'not-allowed' },
  icon: { fontSize: '18px', color: tokens.colorNeutralForeground2 },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  left: { color: tokens.colorNeutralForeground3 },
  number: {
    ...typographyStyles.caption1,
    flexShrink: 0,
    textAlign: 'end',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground3,
  },
  items: { minWidth: '52px' },
  size: { width: '62px' },
  years: { width: '70px', display: 'none', '@container inside (min-width: 480px)': { display: 'block' } },
});

const TICKS: Readonly<Record<Tick, ReactElement>> = {
  all: <CheckboxCheckedFilled />,
  some: <CheckboxIndeterminateRegular />,
  none: <CheckboxUncheckedRegular />,
};

const CHECKED = { all: true, some: 'mixed', none: false } as const;

type Props = Pick<FolderRow, 'node' | 'level' | 'position' | 'setSize'> & {
  readonly index: number;
  readonly isUnfolded: boolean;
  readonly isActive: boolean;
  /** Null where folders cannot be chosen. */
  readonly tick: Tick | null;
  /** True where there will be a tick. */
  readonly keepsTickPlace: boolean;
  /** Only the number of items is known. */
  readonly isOutline: boolean;
  readonly onAct: (act: FolderAct, index: number) => void;
};

/** A folder in the tree. Plain elements, as in `GridRow`: there are many, and they come and go while the tree scrolls. */
export const FolderRowView = memo(function FolderRowView(props: Props) {
  const { node, level, index, isUnfolded, isOutline, onAct, tick } = props;
  const styles = useStyles();
  const language = useLanguage();
  const isBranch = node.children.length > 0;
  const note = tick === null ? undefined : tickNote(node, language);
  const act = (kind: FolderAct) => (event: MouseEvent) => {
    event.stopPropagation();
    onAct(kind, index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree as a whole listens for keys
    <div
      role="treeitem"
      className={styles.root}
      style={{ top: index * FOLDER_ROW_PX, paddingInlineStart: 4 + INDENT_PX * Math.min(level - 1, MAX_INDENTS) }}
      tabIndex={props.isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-expanded={isBranch ? isUnfolded : undefined}
      aria-checked={tick === null ? undefined : CHECKED[tick]}
      aria-label={folderLabel(node, language, isOutline)}
      aria-description={note}
      title={isOutline ? node.name : [...folderFacts(node, language), note ?? ''].join('\n').trim()}
      onClick={act('open')}
      data-testid={testIds.folderRow}
      data-index={index}
      data-name={node.name}
      data-items={node.own?.items ?? 0}
      data-tick={tick ?? undefined}
    >
      <span className={styles.mark} onClick={isBranch ? act('fold') : undefined} aria-hidden>
        {isBranch && (isUnfolded ? <ChevronDownRegular /> : <ChevronRightRegular />)}
      </span>
      {tick !== null && <TickBox tick={tick} isTickable={node.isTickable} note={note} onClick={act('tick')} />}
      {tick === null && props.keepsTickPlace && <span className={mergeClasses(styles.mark, styles.tick)} aria-hidden />}
      <span className={mergeClasses(styles.mark, styles.icon)} aria-hidden>
        <FolderIcon role={node.own?.role ?? null} />
      </span>
      <span className={mergeClasses(styles.name, tick === 'none' && styles.left)}>{nameText(node, language)}</span>
      <Numbers node={node} isOutline={isOutline} />
    </div>
  );
});

type TickProps = {
  readonly tick: Tick;
  readonly isTickable: boolean;
  readonly note: string | undefined;
  readonly onClick: (event: MouseEvent) => void;
};

function TickBox({ tick, isTickable, note, onClick }: TickProps) {
  const styles = useStyles();
  return (
    <span
      className={mergeClasses(styles.mark, styles.tick, tick !== 'none' && styles.ticked, !isTickable && styles.fixed)}
      title={note}
      onClick={onClick}
      data-testid={testIds.folderTick}
      aria-hidden
    >
      {TICKS[tick]}
    </span>
  );
}

function Numbers({ node, isOutline }: Pick<Props, 'node' | 'isOutline'>) {
  const styles = useStyles();
  const { format } = useLanguage();
  const hasSize = !isOutline && node.totalItems > 0;
  return (
    <>
      {!isOutline && <span className={mergeClasses(styles.number, styles.years)}>{yearsText(node)}</span>}
      <span className={mergeClasses(styles.number, styles.items)}>{format.count(node.totalItems)}</span>
      <span className={mergeClasses(styles.number, styles.size)}>{hasSize ? format.bytes(node.totalBytes) : ''}</span>
    </>
  );
}
