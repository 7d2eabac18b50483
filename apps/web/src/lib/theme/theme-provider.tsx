'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { remember } from '../cookie.ts';
import { THEME_COOKIE, type Theme, themeAttribute } from './theme.ts';

interface ThemeChoice {
  theme: Theme;
  choose: (theme: Theme) => void;
}
const Choice = createContext<ThemeChoice | null>(null);

export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  const choose = useCallback((next: Theme) => {
    setTheme(next);
    remember(THEME_COOKIE, next);
    const attribute = themeAttribute(next);
    if (attribute) document.documentElement.dataset.theme = attribute;
    else delete document.documentElement.dataset.theme;
  }, []);
  const value = useMemo(() => ({ theme, choose }), [theme, choose]);
  return <Choice value={value}>{children}</Choice>;
}

export function useTheme(): ThemeChoice {
  const choice = useContext(Choice);
  if (!choice) throw new Error('useTheme needs a ThemeProvider above it');
  return choice;
}
