/** A request to stop at the next iteration, with or without a checkpoint of where it stops. */
export interface StopRequest {
  checkpoint: boolean;
}

/** Carries a stop request to the training loop; the first one counts. */
export class StopSignal {
  #request: StopRequest | undefined;

  get requested(): StopRequest | undefined {
    return this.#request;
  }

  stop(request: StopRequest): void {
    this.#request ??= request;
  }
}
