import type { Graph } from '../ir/graph.ts';
import type { Value } from '../ir/types.ts';
import type { Levers } from '../levers.ts';
import type { Order } from '../orders.ts';
import { winogradPass } from './convolutions.ts';
import { wantedOrders } from './wanted-orders.ts';

export interface Target {
  levers: Levers;
  /** True when some dims are only known when the graph runs. */
  dynamic: boolean;
  /** How each output is to be stored. */
  orders: readonly Order[];
}

/** The outputs computed in a way that is faster and gives the same but for rounding. */
export function optimise(g: Graph, outputs: readonly Value[], { levers, dynamic, orders }: Target): Value[] {
  // The transforms' matrices have the image's size in them.
  if (!levers.winograd || dynamic) return [...outputs];
  return winogradPass(g, outputs, {
    wanted: wantedOrders(outputs, orders),
    keptBytes: levers.keptTransformBytes,
    byPhases: levers.winogradPhases,
    kernelGradientsFirst: levers.kernelGradientsFirst,
  });
}
