import type { Random } from '#backend/demo/random.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { AskedLimit } from '../checker/evidence.ts';
import { cardsOf, CONTRACTS } from '../world/trade.ts';
import type { Undo } from '../world/office-asked.ts';
import type { World } from '../world/world.ts';
import type { Office } from './office-steps.ts';
import type { Stage } from './stage.ts';

/** How the office changes many limits at once: by templates, by hand, and back again. */

type Limit = RouteAnswer<'limit.list'>['rows'][number];
type Change = RouteInput<'limit.set-many'>;
type Template = RouteInput<'limit-template.put'>['template'];

const HOUR_MS = 3_600_000;
const TEMPLATE = 'template';

/** Makes a template, or gives it other limits; what came of it stays until it is applied again. */
export async function putTemplate({ world, office }: Stage): Promise<void> {
  const { random, ids, history, asked } = world;
  const limits = drawTemplate(random);
  const whose = { templateId: TEMPLATE, contractId: null, name: TEMPLATE };
  const template = { ...whose, limits, rules: null };
  asked.templateAmounts.push(...limits.map(({ amount }) => amount));
  const answer = await office.send('limit-template.put', { commandId: ids.uuid(), template });
  if (answer?.ok === true) history.count('template changed');
}

function drawTemplate(random: Random): Template['limits'] {
  const always = { weekdays: 127, fromMinute: null, toMinute: null, action: 'decline' } as const;
  const all = { scopeKind: 'all', scopeId: null, ...always } as const;
  const amount = random.integer(30, 120) * 1000;
  const volume = { ...all, measure: 'volume', period: 'day', amount } as const;
  if (random.chance(0.5)) return [volume];
  const amountMinor = random.integer(20, 90) * 10_000;
  return [volume, { ...all, measure: 'money', period: 'week', amount: amountMinor }];
}

export async function removeTemplate({ world, office }: Stage): Promise<void> {
  const { ids, history } = world;
  const asked = { commandId: ids.uuid(), templateId: TEMPLATE };
  const answer = await office.send('limit-template.remove', asked);
  if (answer?.ok === true) history.count('template removed');
}

/** Gives some cards of a contract the limits of a template, at once or from a moment. */
export async function applyTemplate({ world, office }: Stage): Promise<void> {
  const { random, ids, history, asked } = world;
  const { templateAmounts: amounts } = asked;
  if (amounts.length === 0) await putTemplate({ world, office });
  const contractId = random.pick(CONTRACTS);
  const before = await listed(office, contractId);
  if (before === null) return;
  const cards = some(random, cardsOf(contractId));
  const subjects = cards.map((subjectId) => ({ subjectKind: 'card' as const, subjectId }));
  const [commandId, fromMs] = [ids.uuid(), drawMoment(world)];
  // A template has two limits at most, and the backend makes their ids.
  const each = [...subjects, ...subjects].map(() => ({ limitId: null, amounts }));
  asked.limits.set(commandId, each);
  const application = { commandId, templateId: TEMPLATE, contractId, subjects, fromMs };
  const answer = await office.send('limit-template.apply', application);
  if (answer?.ok !== true) return;
  sawChange(world, commandId, answer.value);
  history.count(fromMs === null ? 'template applied' : 'template planned');
  const after = fromMs === null ? await listed(office, contractId) : null;
  if (after !== null) asked.undo = undoOf(contractId, before, after);
}

/** Changes many limits of a contract in one command, as far as nobody else has changed them. */
export async function changeMany({ world, office }: Stage): Promise<void> {
  const { random, ids, history, asked, clock } = world;
  const contractId = random.pick(CONTRACTS);
  const before = await listed(office, contractId);
  if (before === null || before.length === 0) return;
  const [commandId, fromMs] = [ids.uuid(), drawMoment(world)];
  const percent = random.integer(40, 160);
  const chosen = some(random, before);
  const limits = chosen.map((limit) => {
    return { ...limit, amount: Math.floor((limit.amount * percent) / 100), scheduled: [] };
  });
  const each = limits.map(({ limitId, amount }, index) => {
    const seen = fromMs === null ? chosen[index]?.amount : undefined;
    return { limitId, amounts: [amount], ...(seen === undefined ? {} : { seen }) };
  });
  asked.limits.set(commandId, each);
  const what = { contractId, limits, removals: [] };
  const change = { ...NOTHING, ...what, commandId, fromMs, skipInvalid: random.chance(0.6) };
  // Somebody else changes one of them while they are worked out.
  clock.pass(1);
  if (random.chance(0.3)) await office.changeLimit();
  clock.pass(1);
  const seen = chosen.map(seenOf);
  const answer = await office.send(
    'limit.set-many',
    fromMs === null ? { ...change, seen } : change,
  );
  if (answer?.ok !== true) return;
  sawChange(world, commandId, answer.value);
  history.count(fromMs === null ? 'many limits changed' : 'many limits planned');
  if (fromMs === null) asked.undo = undoOf(contractId, chosen, limits);
}

/** Takes the last change of many limits back, where still stands what it brought. */
export async function takeChangeBack({ world, office }: Stage): Promise<void> {
  const { ids, history, asked } = world;
  const { undo } = asked;
  if (undo === null) return;
  const commandId = ids.uuid();
  const seenOfLimit = new Map(undo.seen.map(({ limitId, terms }) => [limitId, terms[0]?.amount]));
  const asSeen = (limitId: string, amount: number | null): AskedLimit => {
    const seen = seenOfLimit.get(limitId);
    return { limitId, amounts: [amount], ...(seen === undefined ? {} : { seen }) };
  };
  asked.limits.set(commandId, [
    ...undo.limits.map(({ limitId, amount }) => asSeen(limitId, amount)),
    ...undo.removals.map((limitId) => asSeen(limitId, null)),
  ]);
  const back = { ...NOTHING, ...undo, commandId, fromMs: null, skipInvalid: true };
  const answer = await office.send('limit.set-many', back);
  if (answer?.ok !== true) return;
  asked.undo = null;
  sawChange(world, commandId, answer.value);
  history.count('change of many limits taken back');
}

const NOTHING = { rules: [], spread: null, budget: null };

async function listed(office: Office, contractId: string): Promise<readonly Limit[] | null> {
  const answer = await office.send('limit.list', { contractId, limit: 500 });
  return answer?.ok === true ? answer.value.rows : null;
}

function sawChange(
  world: World,
  commandId: string,
  { counts }: RouteAnswer<'limit.set-many'>,
): void {
  const count = counts.new + counts.changed + counts.planned + counts.removed;
  world.saw({ kind: 'limits changed', commandId, count });
  world.history.note(`limits changed ${commandId} ${count}`);
  world.history.count('limit left as another has changed it', counts.invalid);
}

function undoOf(contractId: string, before: readonly Limit[], after: readonly Limit[]): Undo {
  const known = new Map(before.map((limit) => [limit.limitId, limit]));
  const textOf = (limit: Limit | undefined): string => JSON.stringify(limit && termsOf(limit));
  const changed = after.filter((limit) => textOf(known.get(limit.limitId)) !== textOf(limit));
  return {
    contractId,
    limits: changed.flatMap(({ limitId }) => {
      const limit = known.get(limitId);
      return limit === undefined ? [] : [{ ...limit, scheduled: [] }];
    }),
    removals: changed.filter(({ limitId }) => !known.has(limitId)).map(({ limitId }) => limitId),
    seen: changed.map(seenOf),
  };
}

function seenOf(limit: Limit): NonNullable<Change['seen']>[number] {
  return { limitId: limit.limitId, terms: [termsOf(limit)] };
}

function termsOf({ amount, weekdays, fromMinute, toMinute, action }: Limit) {
  return { amount, weekdays, fromMinute, toMinute, action };
}

/** Mostly at once. */
function drawMoment({ random, clock }: World): number | null {
  return random.chance(0.8) ? null : clock.nowMs() + random.integer(1, 36) * HOUR_MS;
}

/** At least one of them. */
function some<T>(random: Random, all: readonly T[]): T[] {
  const drawn = all.filter(() => random.chance(0.6));
  return drawn.length > 0 ? drawn : all.slice(0, 1);
}
