import { LIMITS, RANGES } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { useIssueText } from '../../lib/forms/use-issue-text.ts';
import type { Draft, Evaluation } from './draft.ts';

export type DraftErrors = Partial<Record<keyof Evaluation['issues'], string>>;

/** What is wrong, in words, by field. An untouched field is only blamed after an attempt to launch. */
export function useDraftErrors({ issues }: Evaluation, draft: Draft, submitted: boolean): DraftErrors {
  const t = useTranslations('issues');
  const issueText = useIssueText();
  const errors: DraftErrors = {};
  for (const place of Object.keys(issues) as (keyof typeof issues)[]) {
    const issue = issues[place];
    if (!issue) continue;
    if (place === 'domainIds') {
      if (submitted) errors.domainIds = t('domains', { min: LIMITS.runDomainsMin, max: LIMITS.runDomainsMax });
    } else if (place === 'name') {
      if (submitted || draft.name !== null) errors.name = issueText(issue);
    } else if (submitted || draft.values[place] !== undefined) {
      const outside = issue.code === 'too_small' || issue.code === 'too_big';
      const range = place in RANGES ? RANGES[place as keyof typeof RANGES] : null;
      errors[place] = outside && range ? t('range', { min: range.min, max: range.max }) : issueText(issue);
    }
  }
  return errors;
}
