import { claimDeliveries, type DeliveryResult, type DueDelivery, forgetDeliveries, settleDelivery } from '@combogan/db';
import type { Services } from '../src/server/services.ts';
import { sendWebhook } from '../src/server/webhooks/send.ts';

/** In milliseconds. The answer must come well within the lease of a delivery. */
const WEBHOOKS = {
  answerWithin: 10_000,
  /** Deliveries become due without anyone telling. */
  lookEvery: 5_000,
  forgetEvery: 60 * 60_000,
  /** Sent at once. */
  atOnce: 5,
} as const;

/** Sends what waits for webhooks, as long as this process lives. Several processes share the work. */
export function sendDeliveries({ db, env, log }: Services): { wake(): void; stop(): Promise<void> } {
  let stopped = false;
  let again = false;
  let working: Promise<void> | null = null;
  const report = (error: unknown) => log.error({ err: error }, 'webhooks could not be called');

  const deliver = async (due: DueDelivery): Promise<void> => {
    const { id, kind, notice, at, url, secret } = due;
    const page = notice ? `/runs/${notice.run.id}` : '/team';
    const message = { id, kind, at: at.toISOString(), notice, url: `${env.publicUrl}${page}` };
    const target = { url, secret, allowPrivate: env.webhookPrivate, within: WEBHOOKS.answerWithin };
    const result: DeliveryResult = await sendWebhook(target, message).then(
      (status) => ({ status }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    log.info({ delivery: id, kind, attempt: due.attempts, ...result }, 'webhook called');
    await settleDelivery(db, due, result);
  };

  const work = async (): Promise<void> => {
    do {
      again = false;
      const due = await claimDeliveries(db, WEBHOOKS.atOnce);
      await Promise.all(due.map(deliver));
      again ||= due.length > 0;
    } while (again && !stopped);
  };

  const wake = (): void => {
    again = true;
    if (stopped || working) return;
    working = work()
      .catch(report)
      .finally(() => {
        working = null;
      });
  };

  const looking = setInterval(wake, WEBHOOKS.lookEvery);
  const forgetting = setInterval(() => void forgetDeliveries(db).catch(report), WEBHOOKS.forgetEvery);
  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(looking);
      clearInterval(forgetting);
      await working;
    },
  };
}
