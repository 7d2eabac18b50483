/** How the model's program is run: compiled to ONNX on one of ONNX Runtime's providers, or eagerly on a TF.js backend. */
export const ENGINES = [
  'compiled-cuda',
  'compiled-webgpu',
  'compiled-cpu',
  'eager-node-gpu',
  'eager-node',
  'eager-cpu',
] as const;
export type EngineName = (typeof ENGINES)[number];

/** What a person may ask for. `auto` takes the fastest that works here. */
export const ENGINE_CHOICES = ['auto', ...ENGINES] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

export const isEngineChoice = (name: string): name is EngineChoice =>
  (ENGINE_CHOICES as readonly string[]).includes(name);

/** What each engine is, for tables. */
export const ENGINE_TITLES: Record<EngineName, string> = {
  'compiled-cuda': 'one ONNX graph on CUDA',
  'compiled-webgpu': 'one ONNX graph on WebGPU',
  'compiled-cpu': 'one ONNX graph on the processor',
  'eager-node-gpu': 'TF.js op by op, @tensorflow/tfjs-node-gpu (CUDA)',
  'eager-node': 'TF.js op by op, @tensorflow/tfjs-node',
  'eager-cpu': 'TF.js op by op, its own CPU backend (the reference, slow)',
};
