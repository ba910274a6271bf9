import { CLOSING_CONTRACT } from '../world/trade.ts';
import type { Stage } from './stage.ts';

/** What the office ends: a contract for good, and holds that nobody else can end. */

/** How many holds somebody tries to give up at once. */
const TRIED = 2;

/** Closes a contract, whatever is under way and leased under it (row N-07). */
export async function closeContract({ world, office }: Stage): Promise<void> {
  const { ids, history } = world;
  const contractId = CLOSING_CONTRACT;
  const asked = { commandId: ids.uuid(), contractId, reason: 'debt' };
  const answer = await office.send('contract.close', asked);
  if (answer?.ok !== true) return;
  world.saw({ kind: 'contract closed', contractId });
  history.count('contract closed');
}

/** Tries to give up holds that are open for long; most of them are alive. */
export async function giveUpHolds({ world, office }: Stage): Promise<void> {
  const { random, ids, history } = world;
  const listed = await office.send('hold.list', { limit: 100 }, 'chief');
  if (listed?.ok !== true) return;
  const open = [...listed.value.rows];
  for (let tries = 0; tries < TRIED && open.length > 0; tries += 1) {
    const [hold] = open.splice(random.integer(0, open.length - 1), 1);
    if (hold === undefined) return;
    const { saleId } = hold;
    const answer = await office.send('hold.void', { commandId: ids.uuid(), saleId }, 'chief');
    if (answer?.ok !== true) continue;
    world.saw({ kind: 'hold given up', saleId });
    history.note(`given up ${saleId}`);
    history.count('hold given up');
  }
}
