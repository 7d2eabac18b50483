import '../styles/globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '../components/shell/providers.tsx';
import { messagesOf } from '../lib/i18n/messages.ts';
import { pageTitle, requestLocale } from '../lib/i18n/request.ts';
import { THEME_COOKIE, themeAttribute, themeOf } from '../lib/theme/theme.ts';

export async function generateMetadata(): Promise<Metadata> {
  const product = await pageTitle('product');
  return { title: { default: product, template: `%s · ${product}` }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfdfd' },
    { media: '(prefers-color-scheme: dark)', color: '#161616' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await requestLocale();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={themeAttribute(theme)}>
      <body>
        <Providers locale={locale} messages={messagesOf(locale)} theme={theme}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
