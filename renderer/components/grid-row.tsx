import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ComponentPropsWithoutRef } from 'react';
import type { RowPlace } from './virtual-grid.tsx';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    insetInline: 0,
    boxSizing: 'border-box',
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':active': { backgroundColor: tokens.colorSubtleBackgroundPressed },
    ':focus': { outlineStyle: 'none' },
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      borderRadius: tokens.borderRadiusMedium,
    },
  },
});

type Props = ComponentPropsWithoutRef<'div'> & { readonly place: RowPlace };

/**
 * A row of a `VirtualGrid`, put where it belongs. Plain elements that look like Fluent's: its own row and cells each
 * listen for focus, which is too much for rows that come and go by the dozen while the list scrolls.
 */
export function GridRow({ place, className, ...rest }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a real table row cannot stand at a place of its own
    <div
      role="row"
      className={mergeClasses(useStyles().root, className)}
      style={{ top: place.topPx, height: place.heightPx }}
      aria-rowindex={place.rowIndex}
      tabIndex={place.isActive ? 0 : -1}
      {...rest}
    />
  );
}

/** A cell of a `GridRow`. */
export function GridCell(props: ComponentPropsWithoutRef<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: cells of a row that is no real table row
  // biome-ignore lint/a11y/useFocusableInteractive: the row as a whole takes the focus
  return <div role="gridcell" {...props} />;
}
