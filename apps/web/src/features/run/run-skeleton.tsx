import { Page } from '../../components/ui/page.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';

export function RunSkeleton() {
  return (
    <Page title={<Skeleton className="h-7 w-64" />}>
      <Skeleton className="h-14" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,30rem)]">
        <Skeleton className="h-[34rem]" />
        <Skeleton className="h-[34rem]" />
      </div>
    </Page>
  );
}
