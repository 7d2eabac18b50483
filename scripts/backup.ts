/** `npm run backup -- --out FILE`: database and storage of the studio in one file, also while it runs. */
import { resolve } from 'node:path';
import { openStudio } from './backup/open-studio.ts';
import { inMegabytes, runTool } from './backup/tool.ts';
import { writeBackup } from './backup/write-backup.ts';
import { readSettings, StartError } from './studio/settings.ts';

runTool({ out: { type: 'string' } }, async ({ values: { out } }) => {
  if (!out) throw new StartError('Say where to: npm run backup -- --out FILE');
  const studio = await openStudio(readSettings(process.env), { alone: false });
  try {
    const { tables, files } = await writeBackup({ ...studio, out: resolve(out), report: console.error });
    console.log(`${out}: ${tables.length} tables, ${files.length} files, ${inMegabytes([...tables, ...files])}`);
  } finally {
    await studio.close();
  }
});
