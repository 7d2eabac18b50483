import { useTranslations } from 'use-intl';

/** The part of a zod issue that its wording depends on. */
export interface Issue {
  code: string;
  message: string;
  origin?: string;
  format?: string;
  minimum?: unknown;
  maximum?: unknown;
  divisor?: unknown;
}

/** A broken rule in the reader's language; rules of our own, which zod calls `custom`, keep their wording. */
export function useIssueText(): (issue: Issue) => string {
  const t = useTranslations('issues');
  return (issue) => {
    const { code, origin, minimum, maximum, divisor } = issue;
    if (code === 'invalid_type') return t('number');
    if (code === 'not_multiple_of' && typeof divisor === 'number') return t('multipleOf', { divisor });
    if (code === 'invalid_format' && issue.format === 'email') return t('email');
    if (origin === 'string' && code === 'too_small' && typeof minimum === 'number')
      return minimum <= 1 ? t('empty') : t('tooShort', { minimum });
    if (origin === 'string' && code === 'too_big' && typeof maximum === 'number') return t('tooLong', { maximum });
    return issue.message;
  };
}
