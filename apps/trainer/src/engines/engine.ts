import type { Slot } from '@combogan/model';
import type { EngineName } from './names.ts';

/** Tensors by name, values in storage order: kernels [out, in, height, width], images [batch, channel, height, width]. */
export type StoredTensors = Record<string, Float32Array>;

/** One iteration's inputs other than weights and moments. */
export interface StepInput {
  /** Indices of the domains in slots A and B. */
  pair: [number, number];
  /** Slots whose domains learn; a domain in another slot is frozen. */
  training: readonly Slot[];
  /** Every remaining input of the model's `iterationInputs`, by name. */
  values: StoredTensors;
}

export interface StepOutput {
  /** By output name, e.g. `A.loss.cycle`. */
  losses: Record<string, number>;
  /** The translation into each slot's domain, [batch, 3, size, size]. */
  fakes: Record<Slot, Float32Array>;
}

/** A batch of images or latents: [batch, channel, height, width]. */
export interface FeatureMaps {
  data: Float32Array;
  dims: readonly [batch: number, channels: number, height: number, width: number];
}

/**
 * Runs the model's program for one run and holds the weights and moments of its domains on its device. Calls come one
 * after another, never at the same time.
 */
export interface Engine {
  readonly name: EngineName;
  /** What it computes on, for people. */
  readonly device: string;
  /** Threads it computes with; results repeat bit for bit only with the same number. */
  readonly threads: number;
  /** Puts a domain's tensors on the device: all of the model's `DomainState.tensors`. */
  load(domain: number, tensors: StoredTensors): void;
  /** Trains the pair's domains, but not the frozen ones, for one iteration. No other domain changes. */
  step(input: StepInput): Promise<StepOutput>;
  /** Latents of images in [-1, 1] whose height and width are multiples of 4. Dropout is off. */
  encode(domain: number, images: FeatureMaps): Promise<FeatureMaps>;
  /** Images of latents, in [-1, 1]. Dropout is off. */
  decode(domain: number, latents: FeatureMaps): Promise<FeatureMaps>;
  /** A copy of a domain's tensors as they are now. */
  tensors(domain: number): Promise<StoredTensors>;
  dispose(): Promise<void>;
}
