import { UploadResult } from '@combogan/contracts';
import { errorOf } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import type { SendFile } from './upload-queue.ts';

/** Uploads into a domain. By XMLHttpRequest: fetch does not tell how much of a body is out. */
export const sendTo =
  (domainId: string): SendFile =>
  (file, { role, signal, onProgress }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const giveUp = () => request.abort();
      const lost = () => reject(errorOf(0, undefined));
      if (signal.aborted) return lost();
      signal.addEventListener('abort', giveUp);
      request.upload.onprogress = (event) => onProgress(event.loaded);
      request.onloadend = () => signal.removeEventListener('abort', giveUp);
      request.onerror = lost;
      request.onabort = lost;
      request.ontimeout = lost;
      request.onload = () => {
        const body = parse(request.responseText);
        const result = UploadResult.safeParse(body);
        if (request.status < 300 && result.success) resolve(result.data);
        else reject(errorOf(request.status, body));
      };
      request.open('POST', paths.domainImages(domainId, file.name, role));
      request.setRequestHeader('content-type', file.type || 'application/octet-stream');
      request.send(file);
    });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
