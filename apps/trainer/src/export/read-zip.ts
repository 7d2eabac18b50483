import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';

const openZip = promisify<string, { lazyEntries: true }, ZipFile>(open);

/** The members of a zip by name, whole in memory; only those named when `names` are given. */
export async function readZip(path: string, names?: readonly string[]): Promise<Map<string, Buffer>> {
  const zip = await openZip(path, { lazyEntries: true });
  const members = new Map<string, Buffer>();
  const content = promisify(
    zip.openReadStream.bind(zip) as (
      entry: Entry,
      done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
    ) => void,
  );
  await new Promise<void>((resolve, reject) => {
    const read = async (entry: Entry): Promise<void> => {
      if (!names || names.includes(entry.fileName)) members.set(entry.fileName, await buffer(await content(entry)));
      zip.readEntry();
    };
    zip.on('entry', (entry: Entry) => read(entry).catch(reject));
    zip.once('end', resolve);
    zip.once('error', reject);
    zip.readEntry();
  }).finally(() => zip.close());
  return members;
}
