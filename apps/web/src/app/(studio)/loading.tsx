import { Page } from '../../components/ui/page.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';

export default function Loading() {
  return (
    <Page title={<Skeleton className="h-7 w-40" />}>
      <Skeleton className="h-40" />
      <Skeleton className="h-64" />
    </Page>
  );
}
