import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  request: IncomingMessage;
  body: string;
  response: ServerResponse;
}

export interface Receiver {
  url: string;
  /** The next request, which the caller answers. */
  next(): Promise<Received>;
  close(): void;
}

/** An HTTP server that hands each request to whoever asks for the next one. */
export async function startReceiver(): Promise<Receiver> {
  const waiting: Received[] = [];
  let ask: ((received: Received) => void) | null = null;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = { request, body: Buffer.concat(chunks).toString(), response };
    if (ask) ask(received);
    else waiting.push(received);
    ask = null;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    next: () =>
      new Promise<Received>((resolve) => {
        const first = waiting.shift();
        if (first) resolve(first);
        else ask = resolve;
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
