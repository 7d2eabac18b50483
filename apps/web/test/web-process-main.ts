import { runWeb } from '../server/run.ts';

// the real process without pages: signals, sockets, database and storage are the product's own
runWeb();
