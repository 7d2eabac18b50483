'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { IntlProvider } from 'use-intl';
import { ApiFailure } from '../../lib/api/failure.ts';
import type { Locale } from '../../lib/i18n/locale.ts';
import type { Messages } from '../../lib/i18n/messages.ts';
import type { Theme } from '../../lib/theme/theme.ts';
import { ThemeProvider } from '../../lib/theme/theme-provider.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';

interface ProvidersProps {
  locale: Locale;
  messages: Messages;
  theme: Theme;
  children: ReactNode;
}

/** A refusal does not get better by asking again; a lost connection does. */
const retry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiFailure && error.error.code !== 'unavailable');

export function Providers({ locale, messages, theme, children }: ProvidersProps) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry, staleTime: 5_000 } } }));
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queries}>
        <ThemeProvider initial={theme}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            {children}
          </TooltipProvider>
          <Toaster
            position="bottom-right"
            mobileOffset={{ bottom: 'calc(var(--tabbar-height) + 12px)' }}
            toastOptions={{
              unstyled: true,
              classNames: {
                toast:
                  'flex w-full items-center gap-3 rounded-md bg-ink px-4 py-3 text-on-ink text-sm shadow-overlay sm:w-[22rem]',
                content: 'min-w-0 flex-1',
                description: 'text-on-ink/75 text-xs',
                actionButton:
                  'shrink-0 rounded-sm px-2 py-1 font-medium underline underline-offset-4 max-sm:min-h-11 max-sm:px-3',
              },
            }}
          />
        </ThemeProvider>
      </QueryClientProvider>
    </IntlProvider>
  );
}
