import sharp from 'sharp';
import type { DecodedImage } from '../data/decode.ts';

/** Pixels of a whole sheet, at most: beyond it the cells shrink, so that viewers can still open it. */
const MAX_PIXELS = 64_000_000;

/** Side of a cell in pixels. */
export const cellSize = (size: number, rows: number, columns: number): number =>
  Math.min(size, Math.max(1, Math.floor(Math.sqrt(MAX_PIXELS / (rows * columns)))));

/** An image as a PNG file. */
export const encodePng = ({ data, width, height }: DecodedImage): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .png({ compressionLevel: 6 })
    .toBuffer();

/**
 * The pixels of a sample matrix: a grid of square cells without gaps. The layout (a row per probe; the probe itself,
 * then its translation into every domain) is the contract's SampleSheet.
 */
export class SheetCanvas {
  readonly cell: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #pixels: Uint8Array;

  /** @param size side of the images in pixels */
  constructor(rows: number, columns: number, size: number) {
    this.#rows = rows;
    this.#columns = columns;
    this.cell = cellSize(size, rows, columns);
    this.#pixels = new Uint8Array(rows * columns * this.cell * this.cell * 3);
  }

  /** Puts a square image into a cell. */
  async place(row: number, column: number, image: DecodedImage): Promise<void> {
    const data = image.width === this.cell ? image.data : await this.#shrunk(image);
    const line = this.cell * 3;
    for (let y = 0; y < this.cell; y++) {
      const at = ((row * this.cell + y) * this.#columns + column) * line;
      this.#pixels.set(data.subarray(y * line, (y + 1) * line), at);
    }
  }

  /** The sheet as a PNG file. */
  png(): Promise<Buffer> {
    return encodePng({ data: this.#pixels, width: this.#columns * this.cell, height: this.#rows * this.cell });
  }

  #shrunk({ data, width, height }: DecodedImage): Promise<Uint8Array> {
    return sharp(data, { raw: { width, height, channels: 3 } })
      .resize(this.cell, this.cell, { fit: 'fill' })
      .raw()
      .toBuffer();
  }
}
