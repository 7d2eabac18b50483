'use client';

import type { ImageRole } from '@combogan/contracts';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

interface DropZoneProps {
  onFiles: (files: File[]) => void;
  role: ImageRole;
  name: string;
}

/** Takes files dropped anywhere on the page, and says so while they hover. */
export function DropZone({ onFiles, role, name }: DropZoneProps) {
  const t = useTranslations('domains');
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [onFiles]);
  if (!hovering) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-40 grid place-items-center rounded-lg border-2 border-ink border-dashed bg-surface/90">
      <p className="font-semibold text-lg">{t(role === 'train' ? 'dropTrain' : 'dropProbe', { name })}</p>
    </div>
  );
}
