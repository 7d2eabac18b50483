import type { ProbeResult } from './probe-protocol.ts';
import { signatureDistance } from './signature.ts';

/** Gradients further from the reference's than this are wrong, not rounded: rounding gives about 0.001. */
const TOLERANCE = 0.03;

/**
 * An engine that runs but computes something else than the processor does not work. Drivers and runtimes have such
 * bugs, and training would only look poor.
 */
export function verdict(result: ProbeResult, reference: ProbeResult): ProbeResult {
  if (!result.ok || !reference.ok) return result;
  const apart = signatureDistance(reference.signature, result.signature);
  if (apart <= TOLERANCE) return result;
  const much = Number.isFinite(apart) ? `by ${Math.round(100 * apart)} %` : 'and are not finite';
  return {
    ok: false,
    why: `it runs, but its gradients differ from the processor's ${much}`,
    remedy: "use another engine; an update of the card's driver or of onnxruntime-node may cure it",
  };
}
