import en from '../../messages/en.json' with { type: 'json' };
import ko from '../../messages/ko.json' with { type: 'json' };
import type { Locale } from './locale.ts';

export type Messages = typeof en;

const CATALOGUES: Record<Locale, Messages> = { en, ko };

export const messagesOf = (locale: Locale): Messages => CATALOGUES[locale];

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
