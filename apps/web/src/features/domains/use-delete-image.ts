import type { ImageItem } from '@combogan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** Time to think again. */
const UNDO_MS = 6_000;

/** Deletes images a moment later than asked, so that it can be undone. Leaving the page carries it out at once. */
export function useDeleteImage(domainId: string) {
  const t = useTranslations('images');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  const show = useCallback((id: string) => {
    setPending((ids) => new Set([...ids].filter((other) => other !== id)));
  }, []);

  const carryOut = useCallback(
    async (id: string) => {
      clearTimeout(timers.current.get(id));
      timers.current.delete(id);
      try {
        await command(paths.image(id), { method: 'DELETE', keepalive: true });
        await queries.invalidateQueries({ queryKey: keys.domain(domainId) });
        void queries.invalidateQueries({ queryKey: keys.domains });
      } catch (thrown) {
        toast.error(errorText(asApiError(thrown)));
      }
      show(id);
    },
    [domainId, queries, show, errorText],
  );

  const latest = useRef(carryOut);
  latest.current = carryOut;
  useEffect(() => {
    const finish = () => {
      for (const id of timers.current.keys()) void latest.current(id);
    };
    window.addEventListener('pagehide', finish);
    return () => {
      window.removeEventListener('pagehide', finish);
      finish();
    };
  }, []);

  const remove = (image: ImageItem) => {
    setPending((ids) => new Set([...ids, image.id]));
    timers.current.set(
      image.id,
      setTimeout(() => void latest.current(image.id), UNDO_MS),
    );
    toast(t('deleted', { name: image.name }), {
      duration: UNDO_MS,
      action: {
        label: t('undo'),
        onClick: () => {
          clearTimeout(timers.current.get(image.id));
          timers.current.delete(image.id);
          show(image.id);
        },
      },
    });
  };
  return { pending, remove };
}
