import { type RefObject, useLayoutEffect } from 'react';
import { ACTIVE_ROW } from './use-roving-row.ts';

/** Spread over the part of the page that takes the focus when the control that had it goes away. */
export const FOCUS_HOME = { 'data-focus-home': '' } as const;

const HOME = '[data-focus-home]';

/**
 * Gives the focus of a control within an element that goes away to the active row of the part it is in, or else to that part: nobody who
 * uses keys should have to begin at the top of the page.
 */
export function useFocusHandover(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const own = element.current;
    return () => {
      // Still in the page now; the browser would give the focus to the page as a whole.
      if (own?.contains(document.activeElement)) focusHome(own.closest<HTMLElement>(HOME));
    };
  }, [element]);
}

/** Puts the focus on the active row of a part of the page, or on the part itself when it has no rows. */
export function focusHome(home: HTMLElement | null): void {
  (home?.querySelector<HTMLElement>(ACTIVE_ROW) ?? home)?.focus();
}
