import {
  type CreateRunBody,
  DomainList,
  type DomainSummary,
  DomainSummary as DomainSummarySchema,
  type ImageRole,
  MeResponse,
  RunDetail,
  RunList,
  RunSummary,
  StudioError,
  UploadResult,
} from '@combogan/contracts';
import type { z } from 'zod';
import { ask, type Connection } from './http.ts';

/** The studio over its HTTP API, for programs. Every method throws the StudioError that the studio answered. */
export class StudioClient {
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Whose token it is. */
  async me() {
    const { me } = await ask(this.connection, MeResponse, '/api/me');
    if (!me) throw new StudioError('unauthenticated', 'This token is unknown, revoked or expired.');
    return me;
  }

  async domains(): Promise<DomainSummary[]> {
    return (await ask(this.connection, DomainList, '/api/domains')).domains;
  }

  createDomain(name: string, description = ''): Promise<DomainSummary> {
    return ask(this.connection, DomainSummarySchema, '/api/domains', { method: 'POST', json: { name, description } });
  }

  /** Uploads one image. Safe to repeat: a domain keeps an image once. */
  upload(domainId: string, file: { name: string; role: ImageRole; read: () => Promise<Blob> }) {
    const query = new URLSearchParams({ name: file.name, role: file.role });
    return ask(this.connection, UploadResult, `/api/domains/${domainId}/images?${query}`, {
      method: 'POST',
      body: file.read,
    });
  }

  async runs(): Promise<RunSummary[]> {
    return (await ask(this.connection, RunList, '/api/runs')).runs;
  }

  run(id: string): Promise<RunDetail> {
    return ask(this.connection, RunDetail, `/api/runs/${id}`);
  }

  launch(body: z.input<typeof CreateRunBody>): Promise<RunSummary> {
    return ask(this.connection, RunSummary, '/api/runs', { method: 'POST', json: body });
  }

  cancel(id: string): Promise<RunSummary> {
    return ask(this.connection, RunSummary, `/api/runs/${id}/cancel`, { method: 'POST' });
  }

  /** The domain of that id, name or key. @throws StudioError `not_found` */
  async findDomain(wanted: string): Promise<DomainSummary> {
    const domains = await this.domains();
    const found = ['id', 'name', 'key'] as const;
    const domain = found.map((by) => domains.find((candidate) => candidate[by] === wanted)).find(Boolean);
    if (!domain) throw new StudioError('not_found', `There is no domain "${wanted}".`);
    return domain;
  }

  /** The run of that id, or the newest of that name. @throws StudioError `not_found` */
  async findRun(wanted: string): Promise<RunSummary> {
    const run = (await this.runs()).find(({ id, name }) => id === wanted || name === wanted);
    if (!run) throw new StudioError('not_found', `There is no run "${wanted}".`);
    return run;
  }
}
