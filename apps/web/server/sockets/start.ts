import type { Server as HttpServer } from 'node:http';
import { LIVE_NAMESPACE, TRAINER_NAMESPACE } from '@combogan/contracts';
import { listen, renewLeases } from '@combogan/db';
import { Server } from 'socket.io';
import { isOwnOrigin } from '../../src/server/origin.ts';
import type { Services } from '../../src/server/services.ts';
import { sendDeliveries } from '../webhooks.ts';
import { serveViewers } from './live.ts';
import { sweepLeases } from './sweep.ts';
import { SOCKETS } from './timing.ts';
import { serveTrainers } from './trainers.ts';

/**
 * Attaches Socket.IO to the HTTP server. Changes come from the database's notifications, after they are stored, so it
 * does not matter which process made them.
 */
export async function startSockets(http: HttpServer, services: Services): Promise<{ close(): Promise<void> }> {
  const { env, log, metrics, readiness } = services;
  const io = new Server(http, {
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: SOCKETS.messageBytes,
    connectTimeout: SOCKETS.connectWithin,
    pingInterval: SOCKETS.pingEvery,
    pingTimeout: SOCKETS.pongWithin,
    allowRequest: ({ headers }, decide) => {
      const { origin, host } = headers;
      const site = headers['sec-fetch-site'];
      const secFetchSite = Array.isArray(site) ? site[0] : site;
      decide(null, isOwnOrigin(env.publicUrl, { origin, host, secFetchSite }));
    },
  });
  io.use((_socket, next) => next(new Error('There is nothing in this namespace.')));
  const viewers = serveViewers(io.of(LIVE_NAMESPACE), services);
  const trainers = serveTrainers(io.of(TRAINER_NAMESPACE), services);
  // trainers could not reach a server that was away: they get their time anew
  await renewLeases(services.db);
  const sweeper = sweepLeases(services);
  const deliveries = sendDeliveries(services);
  const feed = await listen(env.databaseUrl, (change) => {
    log.trace({ change }, 'change');
    viewers.onChange(change);
    trainers.onChange(change);
    if (change.kind === 'deliveries' || change.kind === 'resync') deliveries.wake();
  });
  readiness.feed = feed;
  metrics.sockets = () => ({
    viewers: io.of(LIVE_NAMESPACE).sockets.size,
    trainers: io.of(TRAINER_NAMESPACE).sockets.size,
  });
  return {
    async close() {
      sweeper.stop();
      await feed.close();
      await deliveries.stop();
      // the line is cut without a farewell: clients come back by themselves when the server does
      io.engine.close();
      await viewers.stop();
      await trainers.stop();
    },
  };
}
