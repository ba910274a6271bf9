import type { BridgeInput } from '#protocol/bridge.ts';
import type { SimDesk } from '../world/desk.ts';
import { CARDS, PRODUCTS } from '../world/trade.ts';
import type { World } from '../world/world.ts';
import { signedIn } from './sign-in.ts';

/** Fills that were written on paper while everything was down (architecture §7). */

type Slip = BridgeInput<'sale:enter'>;

const HOUR_MS = 3_600_000;
const OLDEST_HOURS = 72;
/** More than anybody may enter in a day. */
const WHOLE_PAD = 14;

/** Enters a slip or two, seldom a whole pad, and now and then one that was entered before. */
export async function enterSlips(world: World, desk: SimDesk): Promise<void> {
  const { random } = world;
  if (!(await signedIn(desk))) return;
  const count = random.chance(0.12) ? WHOLE_PAD : random.integer(1, 2);
  for (let number = 0; number < count && !desk.dead; number += 1) {
    const slip = draw(world, desk);
    await enter(world, desk, slip);
    // A second click: the line watches that the answer is the same, and nothing else happens.
    if (random.chance(0.15)) await enter(world, desk, slip);
  }
}

function draw({ random, ids, clock, asked }: World, desk: SimDesk): Slip {
  const { stationId } = desk.engine.core.identity;
  const commandId = ids.uuid();
  const here = [...asked.slips.values()].filter((slip) => slip.stationId === stationId);
  const before = here[random.integer(0, Math.max(0, here.length - 1))];
  // Whoever relieves him finds the same slip in the drawer.
  const known = before !== undefined && random.chance(0.25) ? before : null;
  const slip = known ?? {
    stationId,
    cardId: random.pick(CARDS),
    productId: random.pick(PRODUCTS),
    volumeMl: random.integer(1, 40) * 500,
    filledAtMs: clock.nowMs() - random.integer(0, OLDEST_HOURS * HOUR_MS),
    slipNumber: asked.slips.size + 1,
  };
  asked.slips.set(commandId, slip);
  return { commandId, ...slip, pumpNumber: 1, reason: 'no power' };
}

async function enter(world: World, desk: SimDesk, slip: Slip): Promise<void> {
  const answer = await desk.ask('sale:enter', slip);
  if (answer?.ok !== true) return;
  const { saleId, volumeMl, amountMinor } = answer.value;
  world.saw({ kind: 'slip entered', commandId: slip.commandId, volumeMl, amountMinor });
  world.history.note(`entered ${saleId} ${volumeMl} ${amountMinor}`);
  world.history.count('slip entered');
}
