import { createNext } from './next-handler.ts';
import { runWeb } from './run.ts';

runWeb(createNext);
