import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface FaultyLine {
  url: string;
  /** Connections it has broken. */
  cuts(): number;
  /** From now on nothing is broken. */
  heal(): void;
  close(): void;
}

/**
 * A TCP line to `port` on this machine that breaks: each connection bears a random number of bytes and is then reset in
 * the middle of whatever it carries, and each piece may come a little later. While the server is away it refuses.
 */
export async function openFaultyLine(
  port: number,
  options: { random: () => number; bytes: { least: number; most: number }; onCut(cuts: number): void },
): Promise<FaultyLine> {
  const { random, bytes, onCut } = options;
  let cuts = 0;
  let healed = false;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let left = bytes.least + random() * (bytes.most - bytes.least);
    const end = () => {
      near.destroy();
      far.destroy();
      open.delete(near);
    };
    open.add(near);
    const carry = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => {
        left -= chunk.length;
        if (left > 0 || healed) return void to.write(chunk);
        // part of a message may have gone through: the other side must cope with that too
        to.write(chunk.subarray(0, Math.floor(random() * chunk.length)));
        cuts += 1;
        end();
        onCut(cuts);
      });
      from.on('close', end);
      from.on('error', end);
    };
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    heal: () => {
      healed = true;
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
