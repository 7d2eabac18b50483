export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Kept in a cookie, so that the server writes the right theme into the first byte of HTML and nothing flashes. */
export const THEME_COOKIE = 'theme';

export const themeOf = (cookie: string | undefined): Theme => THEMES.find((theme) => theme === cookie) ?? 'system';

/** The value of <html data-theme>; the system's choice needs none. */
export const themeAttribute = (theme: Theme): 'light' | 'dark' | undefined => (theme === 'system' ? undefined : theme);
