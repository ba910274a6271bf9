/* The backend's store over one file, in a process of its own: its work's costs, and memory. */
import { once } from 'node:events';
import { commitFor, Sales } from '../commit/sales.ts';
import { cardId } from '../data/bulk-network.ts';
import { openStore } from '../data/store-file.ts';
import { FIRST_MS, LAST_MS } from '../history/history-file.ts';
import { peakMib } from '../http/tell-use.ts';
import { percentile } from '../table/statistics.ts';

export interface GrowthOrder {
  readonly file: string;
  readonly cards: number;
  readonly ms: number;
}

export interface GrowthReport {
  readonly singlePerS: number;
  readonly groupPerS: number;
  readonly statementMs: number;
  readonly cardMs: number;
  readonly peakMib: number;
}

const GROUP = 64;
const QUESTIONS = 200;

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [GrowthOrder];
const { file, cards, ms } = order;
const store = openStore(file);
const { deciding, statements, registers } = store.stores;
const sales = new Sales(cards);
await commitFor(deciding, sales, { size: GROUP, ms: ms / 2 });
const singlePerS = await commitFor(deciding, sales, { size: 1, ms });
const groupPerS = await commitFor(deciding, sales, { size: GROUP, ms });
const period = { fromMs: FIRST_MS, toMs: LAST_MS, clientId: null, cursor: null, limit: 100 };
const statementMs = await middle((subjectId) =>
  statements.statement({ subjectKind: 'card', subjectId, ...period }),
);
const cardMs = await middle((subjectId) => registers.cardFacts(subjectId, Date.now()));
await store.close();
const report: GrowthReport = { singlePerS, groupPerS, statementMs, cardMs, peakMib: peakMib() };
process.send?.(report);
process.disconnect();

/** p50 of a question about cards that are picked at random. */
async function middle(ask: (subjectId: string) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < QUESTIONS; count += 1) {
    const subjectId = cardId(Math.floor(Math.random() * cards));
    const startedMs = performance.now();
    await ask(subjectId);
    times.push(performance.now() - startedMs);
  }
  return percentile(times, 0.5);
}
