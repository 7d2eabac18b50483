import { z } from 'zod';

const Content = { sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().nonnegative() };

/** Relative, below one of the storage's folders, without a step upwards. */
const StoragePath = z.string().regex(/^[a-z][a-z-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/);

/** What a backup holds: a zip with `database/TABLE.copy`, `storage/PATH`, this, and this one's hash. */
export const Manifest = z.object({
  format: z.literal('combogan-studio-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), ...Content })),
  files: z.array(z.object({ path: StoragePath, ...Content })),
});
export type Manifest = z.infer<typeof Manifest>;

export const MANIFEST = 'manifest.json';
export const MANIFEST_HASH = 'manifest.sha256';
export const tableEntry = (name: string): string => `database/${name}.copy`;
export const fileEntry = (path: string): string => `storage/${path}`;
