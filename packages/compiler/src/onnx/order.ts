import type { OnnxNode } from './builder.ts';

/** The nodes that the outputs need, in the order given. */
export function needed(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const wanted = new Set(outputs);
  const kept = nodes.toReversed().filter((node) => {
    if (!node.outputs.some((output) => wanted.has(output))) return false;
    for (const input of node.inputs) wanted.add(input);
    return true;
  });
  return kept.toReversed();
}

/**
 * ONNX Runtime does not run nodes as they stand in the file. It takes the last node whose results no other node uses,
 * computes what that needs, and so on with the next to last; among a node's inputs what stands last in the file comes
 * first (Graph::ReverseDFSFrom, as long as no optimisation renumbers the nodes). Sorted by the longest path behind them,
 * it goes down the longest path first, which holds what is needed next, and computes what hangs on weights alone when it
 * is used; and it finishes what takes longest, in training the passes through the most networks, before it begins
 * something else. Expects and keeps inputs before their uses.
 */
export function deepestFirst(nodes: readonly OnnxNode[]): OnnxNode[] {
  const depths = new Map<string, number>();
  const depth = new Map<OnnxNode, number>();
  for (const node of nodes) {
    const deep = node.inputs.reduce((most, input) => Math.max(most, 1 + (depths.get(input) ?? 0)), 0);
    depth.set(node, deep);
    for (const output of node.outputs) depths.set(output, deep);
  }
  return nodes.toSorted((a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0));
}
