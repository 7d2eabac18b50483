import { ErrorBody, RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import type { RouteHandler } from '../route.ts';
import { OPERATIONS, type Operation } from './operations.ts';

export interface DeclaredRoute {
  method: string;
  /** As in the README: /api/runs/:id */
  path: string;
  handler: RouteHandler;
}

type Schema = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document of the HTTP API, made of what the routes declare: who may call, path, query and body; and of
 * `operations.ts`: what each is for and what it answers.
 */
export function openApiDocument(routes: readonly DeclaredRoute[]): Schema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}').replace(/\*(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ComboGAN Studio',
      version: '1',
      description:
        'Ids are UUIDs, moments ISO 8601. Whatever is refused is answered with an Error: a code, a message for the person who must act, and the field and limit it is about.',
    },
    components: {
      schemas: { Error: schemaOf(ErrorBody) },
      securitySchemes: {
        personalToken: { type: 'http', scheme: 'bearer', description: 'A personal token, made in the settings.' },
        session: { type: 'apiKey', in: 'cookie', name: 'studio.session_token' },
        trainerToken: { type: 'http', scheme: 'bearer', description: "A trainer's own token." },
        metricsToken: { type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN of the server.' },
      },
    },
    paths,
  };
}

function operation({ method, path, handler: { spec } }: DeclaredRoute): Schema {
  const about: Operation | undefined = OPERATIONS[`${method} ${path}`];
  const status = String(about?.status ?? 200);
  return {
    operationId: `${method} ${path}`.replace(/[^A-Za-z]+(\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary: about?.summary ?? `${method} ${path}`,
    tags: [path.split('/')[2] ?? path.slice(1)],
    'x-access': spec.access,
    ...(spec.sessionOnly && { 'x-session-only': true }),
    security: securityOf(spec.access, spec.sessionOnly),
    parameters: [...parameters('path', spec.params), ...parameters('query', spec.query)],
    ...requestBody(about, spec.body),
    responses: {
      [status]: { description: 'Done.', ...content(about) },
      default: {
        description: 'Refused.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function securityOf(access: string, sessionOnly = false): Schema[] {
  if (access === 'anyone') return [{}];
  if (access === 'trainer') return [{ trainerToken: [] }];
  if (access === 'operator') return [{ metricsToken: [] }, {}];
  return sessionOnly ? [{ session: [] }] : [{ personalToken: [] }, { session: [] }];
}

function requestBody(about: Operation | undefined, body: z.ZodType | undefined): Schema {
  const example = about?.example === undefined ? {} : { example: about.example };
  if (body)
    return { requestBody: { required: true, content: { 'application/json': { schema: inputOf(body), ...example } } } };
  if (!about?.file) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
  };
}

function content(about: Operation | undefined): Schema {
  if (about?.status === 204) return {};
  if (about?.gives) return { content: { [about.gives]: { schema: { type: 'string', format: 'binary' } } } };
  return about?.response ? { content: { 'application/json': { schema: schemaOf(about.response) } } } : {};
}

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined): Schema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = inputOf(schema) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof part.description === 'string' && { description: part.description }),
    schema: part,
  }));
}

const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any', reused: 'inline' });
  return rest;
};

/** What a caller may send: what has a default need not be sent, and a run's options all have one. */
function inputOf(schema: z.ZodType): Schema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) === RunConfig) jsonSchema.required = [];
      const { properties, required } = jsonSchema;
      if (!properties || !required) return;
      jsonSchema.required = required.filter((name) => {
        const part = properties[name];
        return typeof part !== 'object' || part.default === undefined;
      });
      if (jsonSchema.required.length === 0) delete jsonSchema.required;
    },
  });
  return rest;
}
