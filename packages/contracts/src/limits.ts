/** Every limit a user can meet, in one place; messages quote them. */
export const LIMITS = {
  /** Bytes of one uploaded image file. */
  imageBytes: 30 * 1024 * 1024,
  /** Pixels of one decoded image. */
  imagePixels: 50_000_000,
  /** Pixels of the shorter side, at least. */
  imageSideMin: 16,
  /** Pixels of the longer side kept after re-encoding. */
  imageSideKept: 1024,
  /** Images of one domain. */
  domainImages: 100_000,
  /** Domains of one run. */
  runDomainsMin: 2,
  runDomainsMax: 64,
  /** Probe images shown per domain in the sample matrix. */
  probesPerDomain: 4,
  /** Options that a sweep's grid varies, and runs of one sweep. */
  sweepAxes: 4,
  sweepRunsMin: 2,
  sweepRuns: 64,
  /** Names of domains, runs and people, in characters. */
  nameLength: 60,
  /** Attempts at a run that are lost in a row without any progress before it fails. */
  lostAttempts: 3,
  /** Bytes of one artifact a trainer uploads (a checkpoint of many domains is the largest). */
  artifactBytes: 8 * 1024 * 1024 * 1024,
  /** Personal tokens of one person, and how many days one lives. */
  tokens: 50,
  tokenDays: 366,
  tokenDaysDefault: 90,
  /** Password length in characters. */
  passwordMin: 10,
  passwordMax: 128,
  /** Days an invite link works: at most, and unless told otherwise. */
  inviteDays: 30,
  inviteDaysDefault: 7,
  /** Characters of a comment. */
  commentLength: 2000,
  /** Comments of one run. */
  runComments: 1000,
  /** Webhooks of a studio. */
  webhooks: 10,
} as const;
