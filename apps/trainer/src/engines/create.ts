import type { RunConfig } from '@combogan/contracts';
import type { Engine } from './engine.ts';
import type { EngineName } from './names.ts';

/**
 * Starts an engine for one run; its programs are compiled at their first use. Throws an `engine` error that says why
 * not and what to install.
 */
export async function createEngine(name: EngineName, config: RunConfig, threads: number): Promise<Engine> {
  switch (name) {
    case 'compiled-cpu':
    case 'compiled-webgpu':
    case 'compiled-cuda': {
      const { CompiledEngine } = await import('./compiled-engine.ts');
      const provider = ({ 'compiled-cpu': 'cpu', 'compiled-webgpu': 'webgpu', 'compiled-cuda': 'cuda' } as const)[name];
      return new CompiledEngine(config, provider, threads);
    }
    case 'eager-node-gpu':
    case 'eager-node':
    case 'eager-cpu': {
      const { activateBackend } = await import('./backends.ts');
      await activateBackend(name);
      const { EagerEngine } = await import('./eager-engine.ts');
      // TF.js's CPU backend is plain JavaScript: one thread.
      return new EagerEngine(config, name, name === 'eager-cpu' ? 1 : threads);
    }
  }
}
