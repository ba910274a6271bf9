import { leasesRunOut } from './ends.ts';
import type { SimDesk } from '../world/desk.ts';
import type { LinkState } from '../world/network.ts';
import type { World } from '../world/world.ts';
import { accruePoints, blockVoucher, issueVouchers, takePointsBack } from './asset-office.ts';
import { endRedemption, redeem, reserve } from './asset-steps.ts';
import { block, finish, sell, show, synchronize, type DeskStep } from './desk-steps.ts';
import {
  applyTemplate,
  changeMany,
  putTemplate,
  removeTemplate,
  takeChangeBack,
} from './limit-office.ts';
import { enterSlips } from './paper-steps.ts';
import { lowerLimit, refund } from './refund-steps.ts';
import type { Stage } from './stage.ts';
import { closeContract, giveUpHolds } from './stop-office.ts';
import { callOffice } from './voice-steps.ts';

/** One thing that may happen next, and how often it does. */
interface Step {
  readonly name: string;
  readonly weight: number;
  readonly run: (stage: Stage) => Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A busy process passes about so many points in one piece of work. */
const POINTS_MAX = 45;
const DESKS_MAX = 5;
/** How likely at each step. */
const TROUBLE_ENDS = 0.12;

const deskWork: readonly { readonly weight: number; readonly step: DeskStep }[] = [
  { weight: 48, step: sell },
  { weight: 36, step: finish },
  { weight: 26, step: synchronize },
  { weight: 12, step: show },
  { weight: 1, step: block },
  { weight: 6, step: reserve },
  { weight: 12, step: redeem },
  { weight: 6, step: endRedemption },
  { weight: 5, step: refund },
  { weight: 4, step: lowerLimit },
  { weight: 4, step: enterSlips },
];

const steps: readonly Step[] = [
  { name: 'work', weight: 64, run: ({ world }) => atDesk(world, drawDesk(world)) },
  { name: 'together', weight: 14, run: together },
  { name: 'time', weight: 16, run: ({ world }) => timePasses(world) },
  { name: 'link', weight: 14, run: changeLink },
  { name: 'limit', weight: 4, run: ({ office }) => office.changeLimit() },
  { name: 'limit planned', weight: 2, run: ({ office }) => office.planLimit() },
  { name: 'limit added', weight: 1.5, run: ({ office }) => office.addLimit() },
  { name: 'limit removed', weight: 2, run: ({ office }) => office.removeLimit() },
  { name: 'template', weight: 1, run: putTemplate },
  { name: 'template applied', weight: 3, run: applyTemplate },
  { name: 'template removed', weight: 0.3, run: removeTemplate },
  { name: 'limits', weight: 2.5, run: changeMany },
  { name: 'limits as before', weight: 3, run: takeChangeBack },
  { name: 'top-up', weight: 3, run: ({ office }) => office.topUp() },
  { name: 'unblock', weight: 8, run: ({ office }) => office.unblock() },
  { name: 'office block', weight: 1, run: ({ office }) => office.block() },
  { name: 'credit', weight: 2, run: ({ office }) => office.changeCredit() },
  { name: 'vouchers', weight: 2.5, run: issueVouchers },
  { name: 'voucher blocked', weight: 0.3, run: blockVoucher },
  { name: 'points', weight: 7, run: accruePoints },
  { name: 'points back', weight: 1.5, run: takePointsBack },
  { name: 'closed', weight: 0.6, run: closeContract },
  { name: 'given up', weight: 2.5, run: giveUpHolds },
  { name: 'telephone', weight: 6, run: callOffice },
  { name: 'late', weight: 6, run: async ({ world }) => void (await world.network.deliverLate()) },
  { name: 'engine dies', weight: 7, run: engineDies },
  { name: 'engine dies idle', weight: 1, run: async ({ world }) => drawDesk(world).die('power') },
  { name: 'engine restarts', weight: 2, run: ({ world }) => drawDesk(world).restart() },
  { name: 'backend dies', weight: 4, run: backendDies },
  { name: 'backend restarts', weight: 2, run: ({ world }) => world.backend.restart() },
  { name: 'wall clock', weight: 2, run: setClock },
  { name: 'copy', weight: 2, run: async ({ world }) => drawDesk(world).keepCopy() },
  { name: 'restore', weight: 1.5, run: restore },
  { name: 'backup', weight: 3, run: async ({ world }) => world.backend.keepBackup() },
  { name: 'backend restored', weight: 1.5, run: restoreBackend },
  { name: 'copied', weight: 0.4, run: copyDesk },
  { name: 'lost', weight: 0.4, run: declareLost },
  { name: 'engine disk', weight: 3, run: engineDisk },
  { name: 'backend disk', weight: 2, run: backendDisk },
  { name: 'skew', weight: 2, run: skew },
];

/** Draws the next step and takes it; afterwards whoever died is back. */
export async function takeStep(stage: Stage, number: number): Promise<void> {
  const { world } = stage;
  const step = steps[world.random.weighted(steps.map(({ weight }) => weight))];
  if (step === undefined) throw new Error('there is always a next step');
  world.history.note(`${number} ${step.name} at ${world.clock.nowMs()}`);
  await step.run(stage);
  await world.settle();
  await everybodyBack(world);
}

async function everybodyBack(world: World): Promise<void> {
  if (world.backend.dead) await world.backend.revive();
  else world.backend.disarm();
  troublesEnd(world);
  for (const desk of world.desks.slice()) {
    if (desk.dead) await desk.revive();
    else desk.disarm();
    await putAway(world, desk);
  }
}

/** Somebody makes room on a full disk, or installs the right version, before long. */
function troublesEnd({ random, backend, desks, network }: World): void {
  if (random.chance(TROUBLE_ENDS)) backend.diskFull = false;
  for (const desk of desks) {
    if (random.chance(TROUBLE_ENDS)) desk.disk.clear();
    if (random.chance(TROUBLE_ENDS)) network.setSkew(desk.name, 'none');
  }
}

/** A copy that was found out, or a lost one that has told all it knew, is carried away. */
export async function putAway(world: World, desk: SimDesk): Promise<void> {
  if (!world.desks.includes(desk)) return;
  const forked = desk.engine.core.journal.facts.get('forked') === true;
  // The token of a copy went on without it: it can never come in again.
  const strayed = desk.restored && desk.lastCode === 'UNAUTHORIZED';
  if (forked && !desk.restored) world.bugs.push(`${desk.name} is a fork, and nobody copied it`);
  if (forked || strayed) await world.replace(desk);
  else if (desk.lost && desk.engine.work().unsentCount === 0) await world.retire(desk);
}

function drawDesk(world: World): SimDesk {
  const desk = world.desks[world.random.integer(0, world.desks.length - 1)];
  if (desk === undefined) throw new Error('there are always workstations');
  return desk;
}

async function atDesk(world: World, desk: SimDesk): Promise<void> {
  const work = deskWork[world.random.weighted(deskWork.map(({ weight }) => weight))];
  await work?.step(world, desk);
}

/** Two pieces of work at once, at one workstation or at both. */
async function together({ world, office }: Stage): Promise<void> {
  const first = drawDesk(world);
  const second = drawDesk(world);
  const others = world.random.chance(0.2) ? [office.changeLimit()] : [];
  await Promise.all([atDesk(world, first), atDesk(world, second), ...others]);
}

async function timePasses(world: World): Promise<void> {
  const { random, clock, history } = world;
  const kind = random.weighted([56, 31, 5, 8]);
  const passes = [
    random.integer(1, 20 * MINUTE_MS),
    random.integer(1, 8) * HOUR_MS,
    random.integer(1, 4) * 24 * HOUR_MS,
    toMidnight(clock.nowMs()),
  ][kind];
  const beforeMs = clock.nowMs();
  clock.pass(passes ?? 0);
  history.count('lease expired', leasesRunOut(world, beforeMs));
}

/** To the last or first milliseconds of a day in Moscow, where windows end. */
function toMidnight(nowMs: number): number {
  const dayMs = 24 * HOUR_MS;
  const offsetMs = 3 * HOUR_MS;
  return dayMs - ((nowMs + offsetMs) % dayMs) - 1;
}

async function changeLink({ world }: Stage): Promise<void> {
  const { random, network, history } = world;
  const names = [...world.desks.map((desk) => desk.name), 'office'];
  const name = names[random.integer(0, names.length - 1)] ?? 'office';
  const state = (['up', 'down', 'deaf'] as const)[random.weighted([10, 5, 1])] ?? 'up';
  const tell: Record<LinkState, () => void> = {
    up: () => history.note(`link of ${name} is up`),
    down: () => history.trouble('partition', name),
    deaf: () => history.trouble('deaf line', name),
  };
  tell[state]();
  network.setLink(name, state);
  const desk = world.desks.find((one) => one.name === name);
  // The runner notices soon that the line is there, or gone.
  if (desk !== undefined && random.chance(0.7)) await desk.sync();
}

async function engineDies({ world }: Stage): Promise<void> {
  const { random } = world;
  const desk = drawDesk(world);
  desk.dieAfter(random.integer(1, POINTS_MAX), random.chance(0.3) ? 'power' : 'killed');
  for (let tries = 0; tries < 3 && !desk.dead; tries += 1) await atDesk(world, desk);
}

async function backendDies({ world, office }: Stage): Promise<void> {
  const { random, backend } = world;
  backend.dieAfter(random.integer(1, POINTS_MAX), random.chance(0.3) ? 'power' : 'killed');
  for (let tries = 0; tries < 3 && !backend.dead; tries += 1) {
    if (random.chance(0.2)) await office.topUp();
    else await atDesk(world, drawDesk(world));
  }
}

async function setClock({ world }: Stage): Promise<void> {
  const { random, history } = world;
  const desk = drawDesk(world);
  const back = random.chance(0.6);
  const byMs = random.pick([30_000, 2 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS]);
  desk.clock.set(back ? -byMs : byMs);
  history.trouble(back ? 'clock set back' : 'clock set ahead', desk.name);
}

async function restore({ world }: Stage): Promise<void> {
  const desk = drawDesk(world);
  if (desk.copySeq === null) return;
  world.forgetAfter(desk, desk.copySeq);
  await desk.restoreCopy(world.random.chance(0.5));
}

async function copyDesk({ world }: Stage): Promise<void> {
  const desk = drawDesk(world);
  if (world.desks.length < DESKS_MAX && !desk.lost) await world.copy(desk);
}

async function declareLost({ world }: Stage): Promise<void> {
  const desk = drawDesk(world);
  if (!desk.lost) await world.declareLost(desk);
}

async function engineDisk({ world }: Stage): Promise<void> {
  const desk = drawDesk(world);
  if (!desk.disk.full) desk.fillDisk();
}

async function backendDisk({ world }: Stage): Promise<void> {
  const { backend, history } = world;
  if (backend.diskFull) return;
  backend.diskFull = true;
  history.trouble('backend disk full', '');
}

/** One side of a line is brought to another version, or back to that of the other side. */
async function skew({ world }: Stage): Promise<void> {
  const { random, network, history } = world;
  const desk = drawDesk(world);
  const side = random.pick(['client too old', 'backend too old'] as const);
  network.setSkew(desk.name, side);
  history.trouble('version skew', `${desk.name} ${side}`);
}

async function restoreBackend({ world }: Stage): Promise<void> {
  if (world.backend.hasBackup) await world.restoreBackend();
}
