'use client';

import type { ImageItem } from '@combogan/contracts';
import { Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Spinner } from '../../components/ui/spinner.tsx';
import { paths } from '../../lib/api/paths.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { useDeleteImage } from './use-delete-image.ts';

interface ImageGridProps {
  domainId: string;
  images: readonly ImageItem[];
  /** Images of the domain, loaded or not. */
  total: number;
  mayDelete: boolean;
  /** Loads the next page; null at the end. */
  more: (() => void) | null;
}

/** The contact sheet. Loads page after page while scrolling; the browser skips what is out of sight. */
export function ImageGrid({ domainId, images, total, mayDelete, more }: ImageGridProps) {
  const t = useTranslations('images');
  const { pending, remove } = useDeleteImage(domainId);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = end.current;
    if (!target || !more) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '600px' });
    watcher.observe(target);
    return () => watcher.disconnect();
  }, [more]);
  const shown = images.filter((image) => !pending.has(image.id));
  return (
    <section aria-label={t('title', { count: total })} className="flex flex-col gap-3">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-2 max-sm:grid-cols-3">
        {shown.map((image) => (
          <Tile key={image.id} image={image} onDelete={mayDelete ? () => remove(image) : null} />
        ))}
      </ul>
      <div ref={end} className="flex min-h-6 justify-center text-muted">
        {more ? <Spinner /> : null}
      </div>
    </section>
  );
}

function Tile({ image, onDelete }: { image: ImageItem; onDelete: (() => void) | null }) {
  const t = useTranslations('images');
  const format = useFormat();
  return (
    <li className="group relative [contain-intrinsic-size:auto_9rem] [content-visibility:auto]">
      <a
        href={paths.imageFile(image.id)}
        target="_blank"
        rel="noreferrer"
        title={`${image.name}\n${image.width} × ${image.height} · ${format.bytes(image.bytes)}`}
        className="block overflow-hidden rounded-sm border border-line bg-sunken"
      >
        {/* biome-ignore lint/performance/noImgElement: already a thumbnail of the right size */}
        <img
          src={paths.thumbnail(image.id)}
          alt={image.name}
          loading="lazy"
          decoding="async"
          className="aspect-square w-full object-contain"
        />
      </a>
      <p className="mt-1 truncate text-2xs text-faint">{image.name}</p>
      {image.role === 'probe' ? (
        <span className="absolute top-1 left-1">
          <Badge tone="ink">{t('probe')}</Badge>
        </span>
      ) : null}
      {onDelete ? (
        <IconButton
          label={t('delete', { name: image.name })}
          onClick={onDelete}
          className="absolute top-1 right-1 bg-surface/90 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
        >
          <Trash2 aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}
