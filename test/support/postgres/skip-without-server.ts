import { beforeEach } from 'vitest';
import { sharedServer } from './shared-server.ts';

/** Set-up of every test file that runs on PostgreSQL: with no server they name their skip. */
const server = await sharedServer();
if ('reason' in server) beforeEach((context) => context.skip(server.reason));
