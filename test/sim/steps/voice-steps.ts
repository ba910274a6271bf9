import type { SimDesk } from '../world/desk.ts';
import { CARDS, PRODUCTS } from '../world/trade.ts';
import type { ToldCode } from '../world/office-asked.ts';
import type { World } from '../world/world.ts';
import { sawHold } from './desk-steps.ts';
import type { Stage } from './stage.ts';
import { signedIn } from './sign-in.ts';

/** Fills that a station without the link asks the office for by telephone (architecture §7). */

const PUMPS = 4;
/** No code is that, but one in a hundred million. */
const WRONG_CODE = '00000000';
const TRIES = [0, 1, 5] as const;

/**
 * A fill is read out, reserved and answered with a code. It may be misheard or mistyped, the driver
 * may have left, and a code of before may be tried once more.
 */
export async function callOffice({ world, office }: Stage): Promise<void> {
  const { random, history, asked } = world;
  const desk = drawCaller(world);
  if (desk === undefined || !(await signedIn(desk))) return;
  const old = asked.codes.filter(({ deskName }) => deskName === desk.name);
  const again = old[random.integer(0, Math.max(0, old.length - 1))];
  if (again !== undefined && random.chance(0.4)) await typeCode(world, desk, again);
  const told = await reserved({ world, office }, desk);
  if (told === null) return;
  asked.codes.push(told);
  if (random.chance(0.25)) {
    history.count('fill by telephone that nobody came back for');
    return;
  }
  const wrong = TRIES[random.weighted([80, 15, 5])] ?? 0;
  for (let number = 0; number < wrong; number += 1) {
    await typeCode(world, desk, { ...told, code: WRONG_CODE });
  }
  await typeCode(world, desk, told);
}

/** Whose link is not up, where there is one. */
function drawCaller({ random, desks, network }: World): SimDesk | undefined {
  const alone = desks.filter(({ name }) => network.link(name) !== 'up');
  const callers = alone.length > 0 ? alone : desks;
  return callers[random.integer(0, callers.length - 1)];
}

async function reserved({ world, office }: Stage, desk: SimDesk): Promise<ToldCode | null> {
  const { random, ids, asked } = world;
  const fill = {
    cardId: random.pick(CARDS),
    productId: random.pick(PRODUCTS),
    volumeMl: random.integer(1, 40) * 500,
  };
  const pumpNumber = random.integer(1, PUMPS);
  const read = await desk.ask('voice:challenge', { ...fill, pumpNumber });
  if (read?.ok !== true) return null;
  const { counter, challenge } = read.value;
  const heard = random.chance(0.1) ? { ...fill, volumeMl: fill.volumeMl + 500 } : fill;
  const { workstationId } = desk;
  asked.byVoice.push({ workstationId, ...heard });
  const question = { commandId: ids.uuid(), workstationId, challenge, ...heard };
  const answer = await office.send('voice.reserve', question);
  if (answer?.ok !== true) return null;
  return { deskName: desk.name, counter, code: answer.value.code };
}

async function typeCode(world: World, desk: SimDesk, { counter, code }: ToldCode): Promise<void> {
  const answer = await desk.ask('voice:authorize', { counter, code });
  if (answer?.ok !== true) return;
  sawHold(world, desk, answer.value);
  world.history.count('hold by telephone');
  world.fault?.afterVoice?.(desk.engine.core.journal.db, counter);
}
