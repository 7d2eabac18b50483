import { isEnded, type RunDetail } from '@combogan/contracts';
import { CancelRun } from './cancel-run.tsx';
import { ExtendRun } from './extend-run.tsx';
import { LaunchAgain } from './launch-again.tsx';
import { PauseRun } from './pause-run.tsx';
import { TuneRun } from './tune-run.tsx';

/** What can be done with a run in its state. A failure offers its own way out beside the reason. */
export function RunActions({ run }: { run: RunDetail }) {
  if (run.failure) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {isEnded(run.state) ? (
        <>
          {run.state === 'finished' ? <ExtendRun run={run} /> : null}
          <LaunchAgain run={run} />
        </>
      ) : (
        <>
          <TuneRun run={run} />
          <PauseRun run={run} />
          <CancelRun run={run} />
        </>
      )}
    </div>
  );
}
