import * as tf from '@tensorflow/tfjs-core';

/** Elements [from, to) of one axis. */
function take(x: tf.Tensor4D, axis: number, from: number, to: number): tf.Tensor4D {
  const begin = [0, 0, 0, 0];
  const size = [...x.shape];
  begin[axis] = from;
  size[axis] = to - from;
  return tf.slice(x, begin, size);
}

/**
 * Adjoint of reflection along one axis: what the mirrored border contributes goes back to the pixels it mirrors.
 * With p = pad and n inner pixels, the pixels 1..p also receive the first border, n-1-p..n-2 the last, both reversed.
 */
function foldBorder(dy: tf.Tensor4D, axis: number, pad: number): tf.Tensor4D {
  const inner = (dy.shape[axis] ?? 0) - 2 * pad;
  const first = tf.reverse(take(dy, axis, 0, pad), axis);
  const last = tf.reverse(take(dy, axis, pad + inner, 2 * pad + inner), axis);
  const at = (from: number, to: number) => take(dy, axis, pad + from, pad + to);
  if (inner >= 2 * pad + 2) {
    // The usual case: the two strips do not meet, so only they are added to.
    const parts = [
      at(0, 1),
      tf.add(at(1, 1 + pad), first) as tf.Tensor4D,
      at(1 + pad, inner - 1 - pad),
      tf.add(at(inner - 1 - pad, inner - 1), last) as tf.Tensor4D,
      at(inner - 1, inner),
    ];
    return tf.concat(
      parts.filter((part) => part.size > 0),
      axis,
    );
  }
  const place = (strip: tf.Tensor4D, before: number, after: number) =>
    tf.pad(
      strip,
      dy.shape.map((_, i): [number, number] => (i === axis ? [before, after] : [0, 0])),
    );
  return tf.addN([at(0, inner), place(first, 1, inner - 1 - pad), place(last, inner - 1 - pad, 1)]);
}

/**
 * Mirrors `pad` pixels around height and width of [batch, height, width, channel], the edge itself not repeated.
 * The gradient is our own: that of tf.mirrorPad only slices and loses what the border contributes (seen in 4.22).
 */
export function reflectPad(x: tf.Tensor4D, pad: number): tf.Tensor4D {
  const padded = tf.customGrad((image) => ({
    value: tf.mirrorPad(
      image as tf.Tensor4D,
      [
        [0, 0],
        [pad, pad],
        [pad, pad],
        [0, 0],
      ],
      'reflect',
    ),
    gradFunc: (dy: tf.Tensor) => foldBorder(foldBorder(dy as tf.Tensor4D, 1, pad), 2, pad),
  }));
  return padded(x) as tf.Tensor4D;
}
