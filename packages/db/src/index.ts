export { databaseIsEmpty, restoreDatabase } from './backup/restore.ts';
export { type DatabaseSnapshot, withDatabaseSnapshot } from './backup/snapshot.ts';
export type { Table } from './backup/tables.ts';
export { deleteComment, editComment, restoreComment } from './comments/change.ts';
export { createComment } from './comments/create.ts';
export { listComments } from './comments/list.ts';
export { createDb, type Db } from './db.ts';
export { addImage } from './domains/add-image.ts';
export { createDomain } from './domains/create.ts';
export { deleteDomain } from './domains/delete.ts';
export { getDomain } from './domains/get.ts';
export { deleteImage, findImage } from './domains/images.ts';
export { listDomains } from './domains/list.ts';
export { updateDomain } from './domains/update.ts';
export { type Feed, listen } from './feed/listen.ts';
export type { Change } from './feed/notify.ts';
export { type StudioFigures, studioFigures } from './figures.ts';
export { appendEvents } from './log/append.ts';
export { entriesAfter } from './log/entries-after.ts';
export { runSeries } from './log/series.ts';
export { runSnapshot } from './log/snapshot.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export {
  getPreferences,
  listNotifications,
  readNotifications,
  setPreferences,
} from './notifications/own.ts';
export { runActivity } from './runs/activity.ts';
export { cancelRun } from './runs/cancel.ts';
export { pendingChanges } from './runs/changes.ts';
export { claimRun } from './runs/claim.ts';
export { createRun } from './runs/create.ts';
export { runDetail } from './runs/detail.ts';
export { expireLeases, renewLeases } from './runs/expire-leases.ts';
export { extendRun } from './runs/extend.ts';
export { heartbeat } from './runs/heartbeat.ts';
export { heldCheckpoint } from './runs/held-checkpoint.ts';
export { checkAttempt } from './runs/hold.ts';
export { trimCheckpoints } from './runs/last-checkpoint.ts';
export { pauseRun, resumeRun } from './runs/pause.ts';
export { relaunchRun } from './runs/relaunch.ts';
export { transitionRun } from './runs/report.ts';
export { listRuns, runSummary } from './runs/summary.ts';
export { tuneRun } from './runs/tune.ts';
export { checkSetupToken, completeSetup, issueSetupToken, setupNeeded } from './setup.ts';
export { cancelSweep } from './sweeps/cancel.ts';
export { createSweep } from './sweeps/create.ts';
export { listSweeps, sweepDetail } from './sweeps/get.ts';
export { sweepLosses } from './sweeps/losses.ts';
export { relaunchSweep } from './sweeps/relaunch.ts';
export { createInvite, findInvite, listInvites, revokeInvite } from './team/invites.ts';
export { joinTeam } from './team/join.ts';
export { listMembers, removeMember, setRole } from './team/members.ts';
export { endOtherSessions, endSession, listSessions, sessionEnded } from './team/sessions.ts';
export { authenticateToken, createToken, listTokens, revokeToken } from './tokens/tokens.ts';
export { authenticateTrainer } from './trainers/authenticate.ts';
export { listTrainers } from './trainers/list.ts';
export { trainerMayReadImage } from './trainers/may-read-image.ts';
export { releaseTrainer, trainerSeen } from './trainers/presence.ts';
export { registerTrainer } from './trainers/register.ts';
export { clearWatchers, keepWatchers, setWatchers, watchersOf } from './watchers.ts';
export {
  claimDeliveries,
  type DeliveryResult,
  type DueDelivery,
  forgetDeliveries,
  settleDelivery,
} from './webhooks/deliver.ts';
export { createWebhook, deleteWebhook, listWebhooks, retryDelivery, testWebhook } from './webhooks/webhooks.ts';
