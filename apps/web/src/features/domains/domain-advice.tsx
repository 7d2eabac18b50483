'use client';

import { type DomainSummary, RunConfig } from '@combogan/contracts';
import { adviceFor } from './advice.ts';
import { AdviceList } from './advice-list.tsx';

/** Warnings for one domain, against the size a run has by default. */
export function DomainAdvice({ domain }: { domain: DomainSummary }) {
  if (domain.trainCount === 0) return null;
  return <AdviceList advice={adviceFor(domain, RunConfig.parse({}).size)} />;
}
