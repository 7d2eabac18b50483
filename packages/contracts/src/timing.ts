/** Every interval of the live protocol, in milliseconds, each with its reason. */
export const TIMING = {
  /** A viewer should not notice a batch: at most this much of training is buffered before it is sent (E1). */
  batchEvery: 400,
  /** Often enough that one lost packet is not a lost trainer. */
  heartbeatEvery: 5_000,
  /** Three missed heartbeats and a margin: a killed trainer's run is back in the queue within 30 s. */
  leaseFor: 20_000,
  /** How often the server looks for expired leases. */
  leaseSweepEvery: 1_000,
  /** An idle trainer asks for work this often, in case a wake-up message was lost. */
  claimEvery: 5_000,
} as const;
