import type { ApiError } from '@combogan/contracts';
import { useTranslations } from 'use-intl';

/** What to show for a refusal: the server's own words, except where the reader can be told more plainly. */
export function useErrorText(): (error: ApiError) => string {
  const t = useTranslations('errors');
  return (error) => (error.code === 'unavailable' || error.code === 'internal' ? t(error.code) : error.message);
}
