/** Intervals and sizes of the sockets' own, in milliseconds and bytes; what trainers and viewers share is in TIMING. */
export const SOCKETS = {
  /** A list shows a run's progress; four times a second looks live. */
  summaryEvery: 250,
  /** Viewers read a run's comments anew at most this often. */
  commentsEvery: 100,
  /** Should a notification of the database get lost, viewers are this late at most. */
  catchUpEvery: 5_000,
  /** A process whose watchers are not heard of for three times this is gone. */
  presenceEvery: 10_000,
  /** How long a session that ran out can still listen; one that is ended closes its sockets at once. */
  sessionCheckEvery: 60_000,
  /** A connection that joins no namespace is dropped after this. */
  connectWithin: 10_000,
  /** A trainer that lost its line is noticed after both together, well within its lease. */
  pingEvery: 5_000,
  pongWithin: 10_000,
  /** A trainer catching up after an outage sends up to 1000 events. */
  messageBytes: 8 * 1024 * 1024,
} as const;
