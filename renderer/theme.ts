import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The theme that follows the system's light or dark setting. High contrast comes through forced colours on top. */
export function useSystemTheme(): Theme {
  const isDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  return isDark ? webDarkTheme : webLightTheme;
}
