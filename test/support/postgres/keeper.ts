import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEmptyNetwork } from './empty-network.ts';
import { startPostgres } from './server.ts';

/**
 * A process of its own that keeps one server for a whole run of tests: `keeper.ts FOLDER PID`. It
 * ends with the process PID, whatever becomes of that, or on SIGTERM, and leaves nothing behind.
 */
const [folder = '', owner = ''] = process.argv.slice(2);
const LOOK_MS = 500;

const server = await startPostgres(join(folder, 'server'));
if ('url' in server) await makeEmptyNetwork(server.url);
const told = 'reason' in server ? { reason: server.reason } : { url: server.url };
writeFileSync(join(folder, 'told.new'), JSON.stringify({ ...told, keeper: process.pid }));
renameSync(join(folder, 'told.new'), join(folder, 'told.json'));

const looking = setInterval(() => {
  try {
    process.kill(Number(owner), 0);
  } catch {
    void end();
  }
}, LOOK_MS);
process.on('SIGTERM', () => void end());

async function end(): Promise<void> {
  clearInterval(looking);
  if ('stop' in server) await server.stop();
  process.exit(0);
}
