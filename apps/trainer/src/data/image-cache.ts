import { readFile } from 'node:fs/promises';
import { type DecodedImage, decodeForTraining } from './decode.ts';
import type { PixelFile } from './pixel-file.ts';
import type { Size } from './planar.ts';

type Place = DecodedImage | (Size & { offset: number });

/**
 * Training images decoded and resized once: in memory as long as `maxBytes` reach, then in a file. Draws are uniform, so
 * no image is worth more than another and none ever changes its place. What fits nowhere is decoded each time.
 */
export class ImageCache {
  readonly #shorter: number;
  readonly #maxBytes: number;
  readonly #file: PixelFile | undefined;
  readonly #places = new Map<string, Place>();
  #bytes = 0;

  /** @param shorter pixels of the shorter side after the resize */
  constructor(shorter: number, maxBytes: number, file?: PixelFile) {
    this.#shorter = shorter;
    this.#maxBytes = maxBytes;
    this.#file = file;
  }

  /** Decodes the contents of an image file and keeps the pixels. Returns their size. */
  async add(path: string, contents: Buffer): Promise<Size> {
    const image = await decodeForTraining(contents, this.#shorter);
    const { width, height, data } = image;
    if (this.#bytes + data.byteLength <= this.#maxBytes) {
      this.#bytes += data.byteLength;
      this.#places.set(path, image);
    } else {
      const offset = await this.#file?.append(data);
      if (offset !== undefined) this.#places.set(path, { width, height, offset });
    }
    return { width, height };
  }

  /** A horizontal strip of an image, over its whole width. */
  async strip(path: string, top: number, height: number): Promise<DecodedImage> {
    const place = this.#places.get(path) ?? (await decodeForTraining(await readFile(path), this.#shorter));
    const { width } = place;
    const [start, length] = [top * width * 3, height * width * 3];
    const data =
      'data' in place
        ? place.data.subarray(start, start + length)
        : await this.#file?.read(place.offset + start, length);
    if (data?.byteLength !== length) throw new Error(`${path} changed while the run was training`);
    return { width, height, data };
  }

  async close(): Promise<void> {
    this.#places.clear();
    await this.#file?.close();
  }
}
