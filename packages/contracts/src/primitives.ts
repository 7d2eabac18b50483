import { z } from 'zod';

/** Row ids: UUIDs made by the server. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** SHA-256 of content, lower-case hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');

/** Moments in time travel as ISO 8601 strings. */
export const Timestamp = z.iso.datetime();

/**
 * What names a domain inside one run: in losses, sample rows, weight files. Safe as a file name on every system,
 * unique within the run. On the command line it is the NAME of `--domain NAME=FOLDER`.
 */
export const DomainKey = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u,
    'use 1 to 40 letters, digits, "-" or "_", starting with a letter or digit',
  );
export type DomainKey = z.infer<typeof DomainKey>;

/** Every message between processes carries the version of this package's protocol; a mismatch is refused by name. */
export const PROTOCOL_VERSION = 2;
