import * as tf from '@tensorflow/tfjs-core';

type Tensors = Record<string, tf.Tensor>;

/**
 * Gradients of one scalar with respect to the named parameters, beside whatever else its computation yields.
 * @returns `values` as `f` returned them, and a gradient for every parameter, under the same names. Throws when the
 * objective does not depend on one of them.
 */
export function differentiate<T extends Tensors>(
  f: () => { objective: tf.Scalar; values: T },
  parameters: Tensors,
): { values: T; gradients: Tensors } {
  const names = Object.keys(parameters);
  let kept: Tensors = {};
  const differentiated = tf.valueAndGrads((..._: tf.Tensor[]) => {
    const { objective, values } = f();
    // TF.js disposes of what the forward pass leaves behind.
    kept = mapTensors(values, (tensor) => tf.keep(tensor.clone()));
    return objective;
  });
  const { grads } = differentiated(Object.values(parameters));
  const values = mapTensors(kept, (tensor) => {
    const returned = tensor.clone();
    tensor.dispose();
    return returned;
  });
  const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor]));
  return { values: values as T, gradients };
}

const mapTensors = (tensors: Tensors, f: (tensor: tf.Tensor) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor)]));
