/** The demo's images: four emoji sets as four domains, rendered on white. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_DOMAINS, type DemoDomain } from './domains.ts';
import { renderSubject } from './render.ts';
import { splitSubjects } from './subjects.ts';

export { DEMO_DOMAINS, type DemoDomain } from './domains.ts';
export { RENDER_SIDE, renderSubject } from './render.ts';
export { allSubjects, PROBE_COUNT, splitSubjects } from './subjects.ts';

export interface DemoImage {
  name: string;
  role: 'train' | 'probe';
  png(): Promise<Buffer>;
}

/** The images of one domain: its own training subjects, then the shared probes. Each is rendered when asked for. */
export function demoImages({ prefix }: DemoDomain): DemoImage[] {
  const { probes, train } = splitSubjects();
  const image = (role: DemoImage['role']) => (subject: string) => ({
    name: `${subject}.png`,
    role,
    png: () => renderSubject(prefix, subject),
  });
  return [...(train[prefix] ?? []).map(image('train')), ...probes.map(image('probe'))];
}

/** Writes the training images of every domain as PNG files to `folder/NAME/`, at most `limit` each; returns the folders. */
export async function renderDemo(folder: string, limit = Number.POSITIVE_INFINITY): Promise<Record<string, string>> {
  const { train } = splitSubjects();
  const folders: Record<string, string> = {};
  for (const domain of DEMO_DOMAINS) {
    const target = join(folder, domain.name);
    await mkdir(target, { recursive: true });
    for (const subject of (train[domain.prefix] ?? []).slice(0, limit))
      await writeFile(join(target, `${subject}.png`), await renderSubject(domain.prefix, subject));
    folders[domain.name] = target;
  }
  return folders;
}
