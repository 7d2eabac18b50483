import { rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { temporaryBeside } from '../files/atomic.ts';

/**
 * Pixels on disk: an append-only file that loses its name at once, so that nothing is left of it however the process
 * ends.
 */
export class PixelFile {
  readonly #file: FileHandle;
  readonly #maxBytes: number;
  #bytes = 0;
  #full = false;

  constructor(file: FileHandle, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  /** @param path what the file is called while it is made */
  static async create(path: string, maxBytes: number): Promise<PixelFile> {
    const temporary = temporaryBeside(path);
    const file = await open(temporary, 'wx+');
    rmSync(temporary, { force: true });
    return new PixelFile(file, maxBytes);
  }

  /** Where the bytes begin in the file; undefined when they don't fit, or the disk is full. */
  async append(data: Uint8Array): Promise<number | undefined> {
    const offset = this.#bytes;
    if (this.#full || offset + data.byteLength > this.#maxBytes) return undefined;
    this.#bytes += data.byteLength;
    try {
      for (let done = 0; done < data.byteLength; ) {
        const { bytesWritten } = await this.#file.write(data, done, data.byteLength - done, offset + done);
        done += bytesWritten;
      }
      return offset;
    } catch {
      this.#full = true;
      return undefined;
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const data = new Uint8Array(length);
    const { bytesRead } = await this.#file.read(data, 0, length, offset);
    if (bytesRead !== length) throw new Error(`the pixel file ended after ${bytesRead} of ${length} bytes`);
    return data;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
