import { readFile } from 'node:fs/promises';
import { LIMITS, type RunConfig, type SampleSheet } from '@combogan/contracts';
import { type DecodedImage, decodeProbe } from '../data/decode.ts';
import type { DomainImages, SkippedImage } from '../data/domain-images.ts';
import type { ImageFile } from '../data/image-files.ts';
import { fromPlanes, toPlanes } from '../data/planar.ts';
import type { Engine } from '../engines/engine.ts';
import { messageOf } from '../errors.ts';
import { sha256 } from '../files/hash.ts';
import { naturalOrder } from '../files/natural-order.ts';
import { SheetCanvas } from '../sheet/sample-sheet.ts';
import type { JobDomain } from './job.ts';

/** An image of the sample matrix, and the index of its domain. */
export interface Probe {
  domain: number;
  image: DecodedImage;
}

interface DecodedProbes {
  images: DecodedImage[];
  skipped: SkippedImage[];
}

/** The first few of the files that can be decoded. */
async function decodeFirst(domain: string, files: readonly ImageFile[], size: number): Promise<DecodedProbes> {
  const result: DecodedProbes = { images: [], skipped: [] };
  for (const { path, name } of files) {
    if (result.images.length === LIMITS.probesPerDomain) break;
    try {
      result.images.push(await decodeProbe(await readFile(path), size));
    } catch (error) {
      result.skipped.push({ domain, name, reason: messageOf(error) });
    }
  }
  return result;
}

/**
 * Decodes the probes of every domain, in domain order. Unreadable ones are skipped; a domain without any shows its
 * first training images by name.
 */
export async function readProbes(
  jobs: readonly JobDomain[],
  domains: readonly DomainImages[],
  config: RunConfig,
): Promise<{ probes: Probe[]; skipped: SkippedImage[] }> {
  const probes: Probe[] = [];
  const skipped: SkippedImage[] = [];
  for (const [domain, { key, images }] of domains.entries()) {
    const own = await decodeFirst(key, jobs[domain]?.probes ?? [], config.size);
    skipped.push(...own.skipped);
    const byName = [...images].sort((a, b) => naturalOrder(a.name, b.name));
    const shown = own.images.length > 0 ? own : await decodeFirst(key, byName, config.size);
    probes.push(...shown.images.map((image) => ({ domain, image })));
  }
  return { probes, skipped };
}

/** Where the reconstructions of a sheet lie, beside it. */
export const reconstructionsPath = (path: string): string => path.replace(/\.png$/, '.back.png');

export interface RenderedSheet {
  /** Translations. */
  png: Buffer;
  /** The translations, translated back. */
  reconstructions: Buffer;
  sheet: SampleSheet;
}

/** Translates every probe into every domain and back, and lays out both matrices. */
export async function renderSheet(
  engine: Engine,
  probes: readonly Probe[],
  keys: readonly string[],
  config: RunConfig,
  iteration: number,
): Promise<RenderedSheet> {
  const { size } = config;
  const translated = new SheetCanvas(probes.length, keys.length + 1, size);
  const back = new SheetCanvas(probes.length, keys.length + 1, size);
  for (const [row, { domain, image }] of probes.entries()) {
    await translated.place(row, 0, image);
    await back.place(row, 0, image);
    const latent = await engine.encode(domain, { data: toPlanes(image), dims: [1, 3, size, size] });
    for (const target of keys.keys()) {
      const translation = await engine.decode(target, latent);
      await translated.place(row, target + 1, fromPlanes(translation.data, size, size));
      const returned = await engine.decode(domain, await engine.encode(target, translation));
      await back.place(row, target + 1, fromPlanes(returned.data, size, size));
    }
  }
  const png = await translated.png();
  const reconstructions = await back.png();
  const sheet = {
    iteration,
    size: translated.cell,
    rows: probes.map(({ domain }) => keys[domain] ?? ''),
    columns: [...keys],
    sha256: sha256(png),
    bytes: png.byteLength,
    reconstructions: { sha256: sha256(reconstructions), bytes: reconstructions.byteLength },
  };
  return { png, reconstructions, sheet };
}
