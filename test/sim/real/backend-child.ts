/* The product's backend as its own entry starts it, without the limits on how often one may ask. */
import { destination } from 'pino';
import { makeLog } from '#adapter/log/pino-log.ts';
import { startBackend } from '#backend/entry-compose.ts';

const [dataDir = '', databaseKeyHex = '', setupToken = '', port = '0'] = process.argv.slice(2);
const UNLIMITED = { requests: 1_000_000_000, windowS: 1 };

const started = await startBackend({
  dataDir,
  databaseKeyHex,
  port: Number(port),
  demonstration: false,
  setupToken,
  log: makeLog({ level: 'error', destination: destination({ dest: 2, sync: true }) }),
  rateLimits: { address: UNLIMITED, guessing: UNLIMITED, account: UNLIMITED },
});
if (!started.ok) throw new Error(started.code);
process.once('disconnect', () => void started.value.stop());
process.send?.(started.value.url);
