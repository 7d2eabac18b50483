/** Intervals of the connection that only the trainer decides, in milliseconds, each with its reason. */
export const CONNECT_TIMING = {
  /** A busy server may take a while to store a batch; longer than this, the message is taken as lost and sent again. */
  acknowledgeWithin: 10_000,
  /** First wait after something failed; doubled each time. */
  retryFirst: 250,
  /** Often enough that a restarted server is found soon, seldom enough not to be a burden while it is down. */
  retryMost: 10_000,
  /** A transfer without a byte for so long is given up and tried again. */
  transferStalled: 30_000,
  /** How long a trainer that was told to go takes to hand over a checkpoint; `npm start` kills it after 20 s. */
  farewell: 12_000,
  /** How long it takes after that to give its run back. */
  giveBack: 3_000,
} as const;
