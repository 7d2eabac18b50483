'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { type Media, type Operation, schemaText } from './open-api.ts';

/** One method of one address; its parts unfold. */
export function OperationItem({ operation }: { operation: Operation }) {
  const t = useTranslations('apiDocs');
  const { method, path, summary, parameters, requestBody, responses } = operation;
  const [status, answer] = Object.entries(responses)[0] ?? [];
  return (
    <li>
      <details className="group py-2">
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 rounded-sm">
          <code className="w-14 shrink-0 font-medium font-mono text-xs">{method}</code>
          <code className="min-w-0 break-all font-mono text-xs">{path}</code>
          <span className="ml-auto flex gap-1.5">
            {operation['x-session-only'] ? <Badge tone="warn">{t('sessionOnly')}</Badge> : null}
            <Badge>{t(`access.${operation['x-access']}`)}</Badge>
          </span>
          <span className="w-full text-muted text-sm sm:pl-17">{summary}</span>
        </summary>
        <div className="mt-2 flex flex-col gap-3 sm:pl-17">
          {parameters.length > 0 ? (
            <Part title={t('parameters')}>
              <ul className="flex flex-col gap-1">
                {parameters.map((parameter) => (
                  <li key={parameter.name} className="font-mono text-xs">
                    {parameter.name} <span className="text-muted">{schemaText(parameter.schema)}</span>{' '}
                    {parameter.required ? <span className="text-muted">· {t('required')}</span> : null}
                  </li>
                ))}
              </ul>
            </Part>
          ) : null}
          {requestBody ? (
            <Part title={t('body')}>
              <Contents content={requestBody.content} />
            </Part>
          ) : null}
          <Part title={`${t('response')} ${status ?? ''}`}>
            <Contents content={answer?.content ?? {}} />
          </Part>
        </div>
      </details>
    </li>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="font-medium text-xs">{title}</p>
      {children}
    </div>
  );
}

function Contents({ content }: { content: Record<string, Media> }) {
  const t = useTranslations('apiDocs');
  return Object.entries(content).map(([type, { schema, example }]) => (
    <div key={type} className="flex min-w-0 flex-col gap-1">
      <p className="text-muted text-xs">{type === 'application/json' ? type : `${type}: ${t('file')}`}</p>
      {type === 'application/json' ? <Code text={schemaText(schema)} /> : null}
      {example === undefined ? null : (
        <>
          <p className="text-muted text-xs">{t('example')}</p>
          <Code text={JSON.stringify(example, null, 2)} />
        </>
      )}
    </div>
  ));
}

function Code({ text }: { text: string }) {
  return (
    // focusable: a long line scrolls, by keyboard too
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must take the focus
    <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs">
      {text}
    </pre>
  );
}
