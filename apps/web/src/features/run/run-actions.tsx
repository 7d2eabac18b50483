import { isEnded, type RunDetail } from '@combogan/contracts';
import { CancelRun } from './cancel-run.tsx';
import { LaunchAgain } from './launch-again.tsx';
import { PauseRun } from './pause-run.tsx';

/** What can be done with a run in its state. A failure offers its own way out beside the reason. */
export function RunActions({ run }: { run: RunDetail }) {
  if (run.failure) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {isEnded(run.state) ? (
        <LaunchAgain run={run} />
      ) : (
        <>
          <PauseRun run={run} />
          <CancelRun run={run} />
        </>
      )}
    </div>
  );
}
