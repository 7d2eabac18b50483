import { paths } from '../../lib/api/paths.ts';

const CELLS = 8;

/** The first images of a domain, four by two. Empty places stay visible: they show how little there is. */
export function Mosaic({ preview, className }: { preview: readonly string[]; className?: string }) {
  return (
    <div aria-hidden="true" className={`grid grid-cols-4 gap-px bg-line ${className ?? ''}`}>
      {Array.from({ length: CELLS }, (_, i) => {
        const id = preview[i];
        return (
          <span key={id ?? `empty-${i + 1}`} className="block aspect-square bg-sunken">
            {id ? (
              // biome-ignore lint/performance/noImgElement: already a thumbnail of the right size
              <img src={paths.thumbnail(id)} alt="" decoding="async" className="size-full object-cover" />
            ) : null}
          </span>
        );
      })}
    </div>
  );
}
