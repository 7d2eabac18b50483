import type { ServerResponse } from 'node:http';
import { BODY_LENGTH } from '../src/server/file-response.ts';

/**
 * Next drops the Content-Length of a route's response, and a download would show no progress. Routes that stream a file
 * name its length in a header of ours, which goes out as Content-Length.
 */
export function keepBodyLength(response: ServerResponse): void {
  const set = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    name.toLowerCase() === BODY_LENGTH ? set('content-length', String(value)) : set(name, value);
}
