import { LIMITS, RANGES } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { useIssueText } from '../../lib/forms/use-issue-text.ts';
import type { Draft, Evaluation } from './draft.ts';

export type DraftErrors = Partial<Record<keyof Evaluation['issues'], string>>;

/** What is wrong, in words, by field. An untouched field is only blamed after an attempt to launch. */
export function useDraftErrors({ issues, config }: Evaluation, draft: Draft, submitted: boolean): DraftErrors {
  const t = useTranslations('issues');
  const issueText = useIssueText();
  const errors: DraftErrors = {};
  for (const place of Object.keys(issues) as (keyof typeof issues)[]) {
    const issue = issues[place];
    if (!issue) continue;
    if (place === 'domainIds') {
      if (submitted) errors.domainIds = t('domains', { min: LIMITS.runDomainsMin, max: LIMITS.runDomainsMax });
    } else if (place === 'probes') {
      errors.probes = issueText(issue);
    } else if (place === 'name') {
      if (submitted || draft.name !== null) errors.name = issueText(issue);
    } else if (submitted || draft.values[place] !== undefined) {
      const outside = issue.code === 'too_small' || issue.code === 'too_big';
      const range = place in RANGES ? RANGES[place as keyof typeof RANGES] : null;
      if (outside && range) errors[place] = t('range', { min: range.min, max: range.max });
      else if (issue.code === 'custom' && place === 'loadSize') errors[place] = t('loadSize', { size: config.size });
      else if (issue.code === 'custom' && place === 'decayIterations')
        errors[place] = t('decayIterations', { iterations: config.iterations });
      else if (issue.code === 'custom' && place === 'discriminatorLayers')
        errors[place] = t('discriminatorLayers', { size: config.size, most: Math.floor(Math.log2(config.size)) - 1 });
      else errors[place] = issueText(issue);
    }
  }
  return errors;
}
