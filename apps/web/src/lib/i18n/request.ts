import { cookies, headers } from 'next/headers';
import { createTranslator } from 'use-intl/core';
import { LOCALE_COOKIE, type Locale, pickLocale } from './locale.ts';
import { type Messages, messagesOf } from './messages.ts';

/** The language of the request that is being answered. */
export async function requestLocale(): Promise<Locale> {
  return pickLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
}

/** A page's title in the language of the request. */
export async function pageTitle(page: keyof Messages['titles']): Promise<string> {
  const locale = await requestLocale();
  return createTranslator({ locale, messages: messagesOf(locale), namespace: 'titles' })(page);
}
