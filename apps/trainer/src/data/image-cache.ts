import { readFile } from 'node:fs/promises';
import { type DecodedImage, decodeForTraining } from './decode.ts';

/**
 * Decoded training images in memory, least recently used out first once `maxBytes` are exceeded. What was dropped is
 * decoded again when it is asked for; concurrent requests for one file share the work.
 */
export class ImageCache {
  readonly #shorter: number;
  readonly #maxBytes: number;
  readonly #held = new Map<string, DecodedImage>();
  readonly #pending = new Map<string, Promise<DecodedImage>>();
  #bytes = 0;

  /** @param shorter pixels of the shorter side after the resize */
  constructor(shorter: number, maxBytes: number) {
    this.#shorter = shorter;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The image of that file, decoded. `contents` spares the read when the caller has the bytes. */
  get(path: string, contents?: Buffer): Promise<DecodedImage> {
    const held = this.#held.get(path);
    if (held) {
      this.#held.delete(path);
      this.#held.set(path, held);
      return Promise.resolve(held);
    }
    const pending = this.#pending.get(path);
    if (pending) return pending;
    const decoding = this.#decode(path, contents).finally(() => this.#pending.delete(path));
    this.#pending.set(path, decoding);
    return decoding;
  }

  async #decode(path: string, contents?: Buffer): Promise<DecodedImage> {
    const image = await decodeForTraining(contents ?? (await readFile(path)), this.#shorter);
    this.#held.set(path, image);
    this.#bytes += image.data.byteLength;
    for (const [oldest, { data }] of this.#held) {
      if (this.#bytes <= this.#maxBytes || oldest === path) break;
      this.#held.delete(oldest);
      this.#bytes -= data.byteLength;
    }
    return image;
  }
}
