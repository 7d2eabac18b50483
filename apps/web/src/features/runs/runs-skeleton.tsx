import { Skeleton } from '../../components/ui/skeleton.tsx';

export function RunsSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-44" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}
