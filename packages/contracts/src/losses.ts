import { z } from 'zod';

/**
 * The losses of one domain in one iteration, before their lambdas.
 * - gan: the generator's adversarial loss against this domain's discriminator
 * - cycle, identity, forward: absent when their lambda is 0
 * - discriminator: 0.5 * (real + fake)
 */
export const LOSS_NAMES = ['gan', 'cycle', 'identity', 'forward', 'discriminator'] as const;
export const LossName = z.enum(LOSS_NAMES);
export type LossName = z.infer<typeof LossName>;

export const DomainLosses = z.partialRecord(LossName, z.number());
export type DomainLosses = z.infer<typeof DomainLosses>;
