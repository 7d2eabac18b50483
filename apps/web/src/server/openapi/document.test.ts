import { describe, expect, it } from 'vitest';
import { allRoutes } from './all-routes.ts';
import { openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';

const routes = await allRoutes();
type Method = {
  summary: string;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: {
    content: Record<
      string,
      { schema: { properties?: Record<string, { properties?: object; required?: string[] }>; required?: string[] } }
    >;
  };
  responses: Record<string, unknown>;
  security: object[];
};
const document = openApiDocument(routes) as { openapi: string; paths: Record<string, Record<string, Method>> };
const at = (method: string, path: string) => document.paths[path]?.[method];

describe('P1: the OpenAPI document', () => {
  it('has every route, with its path parameters', () => {
    for (const { method, path } of routes) {
      const found = at(method.toLowerCase(), path.replace(/:(\w+)/g, '{$1}').replace(/\*(\w+)/g, '{$1}'));
      expect(found, `${method} ${path}`).toBeDefined();
      for (const [, name] of path.matchAll(/:(\w+)/g))
        expect(found?.parameters).toContainEqual(expect.objectContaining({ name, in: 'path', required: true }));
    }
    expect(Object.values(document.paths).flatMap(Object.keys)).toHaveLength(routes.length);
  });

  it('describes only routes that there are', () => {
    const known = routes.map(({ method, path }) => `${method} ${path}`);
    for (const name of Object.keys(OPERATIONS)) expect(known).toContain(name);
  });

  it('gives examples that the routes accept', () => {
    const examples = routes.flatMap(({ method, path, handler: { spec } }) => {
      const example = OPERATIONS[`${method} ${path}`]?.example;
      return example === undefined ? [] : [{ name: `${method} ${path}`, body: spec.body, example }];
    });
    expect(examples.length).toBeGreaterThan(5);
    for (const { name, body, example } of examples)
      expect(body?.safeParse(example), name).toMatchObject({ success: true });
  });

  it('asks for what must be sent and nothing more, and says who may', () => {
    const launch = at('post', '/api/runs');
    const body = launch?.requestBody?.content['application/json']?.schema;
    expect(body?.required).toEqual(['name', 'domainIds', 'config']);
    expect(Object.keys(body?.properties?.config?.properties ?? {})).toContain('lambdaCycle');
    expect(body?.properties?.config?.required).toBeUndefined();
    expect(launch?.security).toEqual([{ personalToken: [] }, { session: [] }]);
    expect(at('post', '/api/tokens')?.security).toEqual([{ session: [] }]);
    expect(at('get', '/api/runs/{id}/events')?.parameters.find(({ name }) => name === 'after')).toMatchObject({
      in: 'query',
      required: false,
    });
    expect(at('post', '/api/domains/{id}/images')?.requestBody?.content).toHaveProperty(['application/octet-stream']);
  });
});
