export {
  type CompiledGraph,
  type CompileOptions,
  compile,
  type InputSpec,
  type PortInfo,
  type TracedFunction,
} from './compile.ts';
export { DEFAULT_LEVERS, type Levers, PORTABLE_LEVERS } from './levers.ts';
export { fromOrder, identityOrder, NCHW, OIHW, type Order, toOrder } from './orders.ts';
export { type CpuSessionOptions, sessionOptions } from './session-options.ts';
