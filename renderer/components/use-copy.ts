import { useCallback, useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';

/** How long a button says that it has copied, ms: long enough to be read. */
const SAID_FOR_MS = 2500;

/** Copies a text at a click, and tells for a moment that it has. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setIsCopied] = useState(false);
  const copy = useCallback((text: string) => setIsCopied(copyText(text)), []);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return { isCopied, copy };
}
