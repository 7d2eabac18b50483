import { createServer } from 'node:net';
import { StartError } from './settings.ts';

/** Fails early and clearly when the port is taken: before anything is built or started. */
export function requireFreePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new StartError(`Port ${port} is already in use. Stop what uses it, or choose another: PORT=3100 npm start`),
        );
      else if (error.code === 'EACCES')
        reject(new StartError(`This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`));
      else reject(new StartError(`Cannot listen on ${host}:${port} (${error.code}). Check HOST and PORT.`));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
