'use client';

import { LIMITS, RunSummary, SweepSummary } from '@combogan/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { domainsQuery, keys, trainersQuery } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useMayEdit } from '../../lib/me.tsx';
import { ConfigForm } from './config-form.tsx';
import { DomainPicker } from './domain-picker.tsx';
import { type Draft, EMPTY_DRAFT, evaluate } from './draft.ts';
import { ProbePicker } from './probe-picker.tsx';
import { RunSummaryPanel } from './run-summary-panel.tsx';
import { suggestName } from './suggest-name.ts';
import { EMPTY_SWEEP, evaluateSweep, type SweepDraft } from './sweep-draft.ts';
import { SweepPanel } from './sweep-panel.tsx';
import { useDraftErrors } from './use-draft-errors.ts';

export function NewRunPage() {
  const t = useTranslations('newRun');
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const mayEdit = useMayEdit();
  const domains = useQuery(domainsQuery);
  const trainers = useQuery(trainersQuery);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [mode, setMode] = useState<'run' | 'sweep'>('run');
  const [sweep, setSweep] = useState<SweepDraft>(EMPTY_SWEEP);
  const [submitted, setSubmitted] = useState(false);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const all = domains.data?.domains ?? [];
  const chosen = draft.domainIds.flatMap((id) => all.find((domain) => domain.id === id) ?? []);
  const suggestedName = suggestName(chosen.map(({ name }) => name));
  const evaluation = evaluate(draft, suggestedName);
  const errors = useDraftErrors(evaluation, draft, submitted);
  const sweepEvaluation = evaluateSweep(draft, sweep, suggestedName);
  const sweeping = mode === 'sweep';
  const body = sweeping ? sweepEvaluation.body : evaluation.body;

  const launch = async (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    setRefusal(null);
    if (!body) {
      // wait for the errors to be on the page, then lead to the first
      requestAnimationFrame(() => {
        const first = form.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]');
        first?.scrollIntoView({ block: 'center' });
        if (first instanceof HTMLInputElement) first.focus();
      });
      return;
    }
    setPending(true);
    try {
      const { id } = sweeping
        ? await request(SweepSummary, paths.sweeps, { method: 'POST', body })
        : await request(RunSummary, paths.runs, { method: 'POST', body });
      void queries.invalidateQueries({ queryKey: keys.runs });
      router.push(sweeping ? `/sweeps/${id}` : `/runs/${id}`);
    } catch (thrown) {
      setRefusal(errorText(asApiError(thrown)));
      setPending(false);
    }
  };

  if (domains.error && !domains.data) {
    return (
      <Page title={t('title')}>
        <LoadFailure error={domains.error} retry={() => void domains.refetch()} />
      </Page>
    );
  }
  if (!domains.data) {
    return (
      <Page title={t('title')}>
        <Skeleton className="h-64" />
        <Skeleton className="h-96" />
      </Page>
    );
  }
  if (all.length < LIMITS.runDomainsMin) {
    return (
      <Page title={t('title')}>
        <EmptyState
          title={t('tooFewTitle')}
          actions={
            <Button asChild variant="primary">
              <Link href="/domains">{t('toDomains')}</Link>
            </Button>
          }
        >
          {t('tooFew', { count: all.length })}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={t('title')}
      actions={
        <Segmented
          label={t('mode')}
          value={mode}
          options={[
            { value: 'run', label: t('modes.run') },
            { value: 'sweep', label: t('modes.sweep') },
          ]}
          onChange={setMode}
        />
      }
    >
      <form
        ref={form}
        onSubmit={launch}
        noValidate
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="flex min-w-0 flex-col gap-6">
          <DomainPicker
            domains={all}
            chosen={draft.domainIds}
            error={errors.domainIds}
            onChange={(domainIds) => setDraft({ ...draft, domainIds })}
          />
          {sweeping ? <SweepPanel sweep={sweep} evaluation={sweepEvaluation} onChange={setSweep} /> : null}
          {chosen.length > 0 && !sweeping ? (
            <ProbePicker
              domains={chosen}
              probes={draft.probes}
              error={errors.probes}
              onChange={(probes) => setDraft({ ...draft, probes })}
            />
          ) : null}
          <ConfigForm
            draft={draft}
            evaluation={evaluation}
            errors={errors}
            suggestedName={suggestedName}
            chosen={chosen}
            swept={sweeping ? new Set(sweep.axes.map(({ field }) => field)) : undefined}
            onChange={setDraft}
          />
        </div>
        <div className="lg:sticky lg:top-[calc(var(--bar-height)+1.5rem)]">
          <RunSummaryPanel
            config={evaluation.config}
            sweep={sweeping ? sweepEvaluation.runs.map(({ config }) => config) : undefined}
            domains={chosen}
            trainers={trainers.data?.trainers ?? []}
            action={
              <div className="flex flex-col gap-3">
                {refusal ? <Notice tone="bad" title={refusal} /> : null}
                {submitted && !body ? (
                  <p role="alert" className="text-bad-ink text-sm">
                    {t('fixFirst')}
                  </p>
                ) : null}
                <Button type="submit" variant="primary" pending={pending} disabled={!mayEdit} className="w-full">
                  {sweeping ? t('launchSweep', { count: sweepEvaluation.count }) : t('launch')}
                </Button>
              </div>
            }
          />
        </div>
      </form>
    </Page>
  );
}
