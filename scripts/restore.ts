/** `npm run restore -- FILE [--force]`: puts a backup in the place of the studio, which must not run. */
import { resolve } from 'node:path';
import { openStudio } from './backup/open-studio.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { inMegabytes, runTool } from './backup/tool.ts';
import { readSettings, StartError } from './studio/settings.ts';

runTool({ force: { type: 'boolean' } }, async ({ values: { force }, positionals: [file] }) => {
  if (!file) throw new StartError('Say which: npm run restore -- FILE [--force]');
  const studio = await openStudio(readSettings(process.env), { alone: true });
  try {
    const { createdAt, tables, files } = await restoreBackup({
      ...studio,
      file: resolve(file),
      force: force === true,
      report: console.error,
    });
    console.log(`restored the studio of ${createdAt}: ${files.length} files, ${inMegabytes([...tables, ...files])}`);
  } finally {
    await studio.close();
  }
});
