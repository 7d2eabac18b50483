export { createDb, type Db } from './db.ts';
export { migrate } from './migrate.ts';
