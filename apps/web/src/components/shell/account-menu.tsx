'use client';

import { LogOut, Settings, Users } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { paths } from '../../lib/api/paths.ts';
import { command } from '../../lib/api/request.ts';
import { remember } from '../../lib/cookie.ts';
import { LOCALE_COOKIE, LOCALES, type Locale } from '../../lib/i18n/locale.ts';
import { useMe } from '../../lib/me.tsx';
import { THEMES } from '../../lib/theme/theme.ts';
import { useTheme } from '../../lib/theme/theme-provider.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';

export function AccountMenu() {
  const t = useTranslations('account');
  const me = useMe();
  const router = useRouter();
  const locale = useLocale();
  const { theme, choose } = useTheme();
  const chooseLocale = (next: Locale) => {
    remember(LOCALE_COOKIE, next);
    router.refresh();
  };
  const signOut = async () => {
    await command(paths.signOut, { method: 'POST', body: {} });
    // a full load, so that nothing of this session stays in memory
    window.location.assign('/sign-in');
  };
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('menu', { name: me.name })} className="rounded-full max-sm:p-1">
          <Avatar name={me.name} className="hover:bg-hover" />
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-1">
        <p className="font-medium text-sm">{me.name}</p>
        <p className="text-muted text-xs">{me.email}</p>
        <p className="text-faint text-xs">{t(`role.${me.role}`)}</p>
      </div>
      <MenuSeparator />
      <MenuChoice
        label={t('theme')}
        value={theme}
        onChange={choose}
        options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
      />
      <MenuChoice
        label={t('language')}
        value={locale}
        onChange={chooseLocale}
        options={LOCALES.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/team">
          <Users aria-hidden />
          {t('team')}
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings">
          <Settings aria-hidden />
          {t('settings')}
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden />
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
