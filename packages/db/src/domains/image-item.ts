import type { ImageItem } from '@combogan/contracts';
import type { Image } from '../generated/client.ts';

export const imageItem = ({ id, sha256, name, role, width, height, bytes, createdAt }: Image): ImageItem => ({
  id,
  sha256,
  name,
  role,
  width,
  height,
  bytes,
  createdAt: createdAt.toISOString(),
});
