/* The product's backend as its own entry starts it, without the limits on how often one may ask. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { destination } from 'pino';
import { makeLog } from '#adapter/log/pino-log.ts';
import { startBackend } from '#backend/entry-compose.ts';
import { tellUse } from './tell-use.ts';

export interface BackendOrder {
  readonly dataDir: string;
  readonly setupToken: string;
  /** Of a file that is there already; absent for a new one. */
  readonly databaseKeyHex?: string;
}

export interface BackendReady {
  readonly url: string;
}

const UNLIMITED = { requests: 1_000_000_000, windowS: 1 };

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [BackendOrder];
const { dataDir, setupToken, databaseKeyHex = randomBytes(32).toString('hex') } = order;
const started = await startBackend({
  dataDir,
  databaseKeyHex,
  port: 0,
  decidingEntry: new URL('../../../backend/entry-deciding.ts', import.meta.url),
  demonstration: false,
  setupToken,
  // As in service: every request is a line.
  log: makeLog({
    level: 'info',
    destination: destination({
      dest: join(dataDir, 'backend.log'),
      sync: false,
    }),
  }),
  rateLimits: { address: UNLIMITED, guessing: UNLIMITED, account: UNLIMITED },
});
if (!started.ok) throw new Error(started.code);
process.once('disconnect', () => void started.value.stop());
const ready: BackendReady = { url: started.value.url };
tellUse();
process.send?.(ready);
