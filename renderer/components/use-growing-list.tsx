import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

/** Rows drawn at once: more than a tall window shows, few enough to come up without a pause. */
const PAGE_SIZE = 60;

/**
 * The first rows of a long list, and an element to put after them that asks for more when it comes into view. A list of
 * hundreds of rows would otherwise hold up each step for seconds.
 */
export function useGrowingList<T>(items: readonly T[]): { readonly shown: readonly T[]; readonly rest: ReactNode } {
  const [limit, setLimit] = useState(PAGE_SIZE);
  const grow = useCallback(() => setLimit((current) => current + PAGE_SIZE), []);
  if (items.length <= limit) return { shown: items, rest: null };
  // A new element a page: one that stays in view would not be seen coming into view again.
  return { shown: items.slice(0, limit), rest: <EndOfPage key={limit} onSeen={grow} /> };
}

function EndOfPage({ onSeen }: { readonly onSeen: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) onSeen();
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [onSeen]);
  return <div ref={element} style={{ height: '1px', flexShrink: 0 }} aria-hidden />;
}
