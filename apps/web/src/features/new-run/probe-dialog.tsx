'use client';

import { type DomainSummary, type ImageItem, LIMITS } from '@combogan/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Spinner } from '../../components/ui/spinner.tsx';
import { paths } from '../../lib/api/paths.ts';
import { domainQuery } from '../../lib/api/queries.ts';

interface ProbeDialogProps {
  domain: DomainSummary;
  /** Ids in the order of rows. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  onClose: () => void;
}

/** The images of a domain, held-out ones first, to choose a few from. */
export function ProbeDialog({ domain, chosen, onChange, onClose }: ProbeDialogProps) {
  const t = useTranslations('probes');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(domainQuery(domain.id));
  const loaded = data?.pages.flatMap((page) => page.images) ?? [];
  const images = [...loaded].sort((a, b) => Number(b.role === 'probe') - Number(a.role === 'probe'));
  const most = LIMITS.probesPerDomain;
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('dialogTitle', { domain: domain.name })}
      description={t('dialogHelp', { most })}
      wide
    >
      {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
      <ul className="grid max-h-[55dvh] grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2 overflow-y-auto p-0.5">
        {images.map((image) => (
          <Choice
            key={image.id}
            image={image}
            place={chosen.indexOf(image.id)}
            full={chosen.length >= most}
            onToggle={() => toggle(image.id)}
          />
        ))}
      </ul>
      <DialogActions>
        <span aria-live="polite" className="mr-auto self-center text-muted text-sm">
          {t('count', { count: chosen.length, most })}
        </span>
        {hasNextPage ? (
          <Button pending={isFetching} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        ) : isFetching ? (
          <Spinner />
        ) : null}
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface ChoiceProps {
  image: ImageItem;
  /** Its row among the chosen, below 0 when it is not. */
  place: number;
  /** No more can be chosen. */
  full: boolean;
  onToggle: () => void;
}

function Choice({ image, place, full, onToggle }: ChoiceProps) {
  const words = useTranslations('images');
  const on = place >= 0;
  return (
    <li className="[contain-intrinsic-size:auto_5.5rem] [content-visibility:auto]">
      <label
        className={clsx(
          'relative block overflow-hidden rounded-sm border has-focus-visible:outline-2 has-focus-visible:outline-focus',
          on ? 'border-ink ring-2 ring-ink' : 'border-line hover:border-line-strong',
          full && !on ? 'cursor-not-allowed opacity-50' : 'cursor-pointer',
        )}
      >
        <input
          type="checkbox"
          aria-label={image.name}
          checked={on}
          disabled={full && !on}
          onChange={onToggle}
          className="absolute inset-0 z-10 size-full cursor-[inherit] opacity-0"
        />
        {/* biome-ignore lint/performance/noImgElement: already a thumbnail of the right size */}
        <img
          src={paths.thumbnail(image.id)}
          alt=""
          loading="lazy"
          decoding="async"
          className="aspect-square w-full object-contain"
        />
        {image.role === 'probe' ? (
          <span className="absolute bottom-1 left-1">
            <Badge tone="ink">{words('probe')}</Badge>
          </span>
        ) : null}
        {on ? (
          <span
            aria-hidden
            className="absolute top-1 right-1 grid size-5 place-items-center rounded-sm bg-ink text-on-ink text-xs"
          >
            {place + 1}
          </span>
        ) : null}
      </label>
    </li>
  );
}
