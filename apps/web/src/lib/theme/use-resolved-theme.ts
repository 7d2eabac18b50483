import { useSyncExternalStore } from 'react';
import { useTheme } from './theme-provider.tsx';

const dark = () => window.matchMedia('(prefers-color-scheme: dark)');
const watch = (listener: () => void) => {
  const query = dark();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** The theme in force: for what CSS cannot reach, a canvas. */
export function useResolvedTheme(): 'light' | 'dark' {
  const { theme } = useTheme();
  const systemIsDark = useSyncExternalStore(
    watch,
    () => dark().matches,
    () => false,
  );
  if (theme !== 'system') return theme;
  return systemIsDark ? 'dark' : 'light';
}
