'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { remember } from '../../lib/cookie.ts';
import { LOCALE_COOKIE, LOCALES } from '../../lib/i18n/locale.ts';
import { THEMES } from '../../lib/theme/theme.ts';
import { useTheme } from '../../lib/theme/theme-provider.tsx';

/** Language and theme of this browser. */
export function AppearanceSettings() {
  const t = useTranslations('account');
  const title = useTranslations('settings')('appearance');
  const router = useRouter();
  const locale = useLocale();
  const { theme, choose } = useTheme();
  return (
    <Panel title={title}>
      <div className="flex max-w-xl flex-col gap-3 px-4 pt-2 pb-4 text-sm">
        <div className="flex items-center justify-between gap-4">
          <span>{t('language')}</span>
          <Segmented
            label={t('language')}
            value={locale}
            onChange={(next) => {
              remember(LOCALE_COOKIE, next);
              router.refresh();
            }}
            options={LOCALES.map((value) => ({ value, label: t(`languages.${value}`) }))}
          />
        </div>
        <div className="flex items-center justify-between gap-4">
          <span>{t('theme')}</span>
          <Segmented
            label={t('theme')}
            value={theme}
            onChange={choose}
            options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
          />
        </div>
      </div>
    </Panel>
  );
}
