import { setImmediate } from 'node:timers/promises';
import type { Bench, Part } from '../part.ts';
import { singleRow, type Row } from '../table/row.ts';
import { CardWorld, LIMIT_ML } from './card-world.ts';
import {
  COUNTED_DAYS,
  DAY_MS,
  DAYS,
  HOUR_MS,
  Outages,
  START_MS,
  visitsOf,
  WARM_UP_DAYS,
  type Visit,
} from './visits.ts';

/** What one way of selling came to. */
interface Tally {
  visits: number;
  offline: number;
  /** Declined although the limit had room, seen by somebody who knows all sales. */
  wrongOffline: number;
  wrongOnline: number;
  /** Days on which a card took more than its limit. */
  overspent: number;
}

type Sell = (visit: Visit, isUp: (station: number) => boolean) => boolean;

const OUTAGES = [
  { share: 0.02, lengthMs: 2 * HOUR_MS, atMost: 0.3 },
  { share: 0.1, lengthMs: 4 * HOUR_MS, atMost: 0.4 },
] as const;

/**
 * How often a card is declined offline although its limit had room: the product's leases beside
 * «decline when offline», over the same visits and outages.
 */
export const declinesPart: Part = {
  title: 'wrong declines of offline sales',
  longestMs: 1_200_000,
  async run(bench) {
    const cards = bench.quick ? 500 : 20_000;
    const rows: Row[] = [];
    for (const { atMost, ...plan } of OUTAGES) {
      const outages = new Outages(plan);
      const product = emptyTally();
      const plain = emptyTally();
      for (let card = 0; card < cards; card += 1) {
        if (card % 100 === 0) await breathe(bench);
        withLeases(card, outages, product);
        withoutLeases(card, outages, plain);
      }
      rows.push(...rowsOf({ product, plain }, { ...plan, atMost, cards }));
      bench.say(`outage ${plan.share * 100} % done`);
    }
    return rows;
  },
};

/** Lets an interruption come through. */
async function breathe({ signal }: Bench): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function emptyTally(): Tally {
  return { visits: 0, offline: 0, wrongOffline: 0, wrongOnline: 0, overspent: 0 };
}

function withLeases(card: number, outages: Outages, tally: Tally): void {
  const world = new CardWorld();
  const visits = visitsOf(card);
  const rounds = roundsOf(card, visits, outages);
  let next = 0;
  const until = (atMs: number): void => {
    for (
      let round = rounds[next];
      round !== undefined && round.atMs <= atMs;
      round = rounds[next]
    ) {
      world.round(round.station, round.atMs);
      next += 1;
    }
  };
  run(
    visits,
    { outages, tally },
    {
      before: until,
      online: (visit, isUp) => world.sellOnline(visit, isUp),
      offline: (visit) => world.sellOffline(visit),
    },
  );
}

function withoutLeases(card: number, outages: Outages, tally: Tally): void {
  const usedMl = new Map<number, number>();
  const online = ({ atMs, volumeMl }: Visit): boolean => {
    const used = usedMl.get(dayOf(atMs)) ?? 0;
    if (used + volumeMl > LIMIT_ML) return false;
    usedMl.set(dayOf(atMs), used + volumeMl);
    return true;
  };
  run(
    visitsOf(card),
    { outages, tally },
    { before: () => undefined, online, offline: () => false },
  );
}

interface Round {
  readonly station: number;
  readonly atMs: number;
}

/** When a card's stations synchronize, besides at its sales: daily, and when a link is back. */
function roundsOf(card: number, visits: readonly Visit[], outages: Outages): readonly Round[] {
  const stations = new Set(visits.map(({ station }) => station));
  const daily = [...stations].flatMap((station) =>
    Array.from({ length: DAYS }, (_, day) => {
      // Not all at the stroke of midnight, and not always in the same order.
      const lateMs = ((station * 131 + day * 17 + card) % 600) * 1_000;
      return { station, atMs: outages.upFrom(station, START_MS + day * DAY_MS + lateMs) };
    }),
  );
  const back = visits
    .filter(({ station, atMs }) => outages.isDown(station, atMs))
    .map(({ station, atMs }) => ({ station, atMs: outages.upFrom(station, atMs) }));
  return [...daily, ...back].toSorted((a, b) => a.atMs - b.atMs);
}

interface Seller {
  readonly before: (atMs: number) => void;
  readonly online: Sell;
  readonly offline: Sell;
}

function run(
  visits: readonly Visit[],
  { outages, tally }: { outages: Outages; tally: Tally },
  { before, online, offline }: Seller,
): void {
  const usedMl = new Map<number, number>();
  for (const visit of visits) {
    const { station, atMs, volumeMl } = visit;
    before(atMs);
    const isUp = (other: number): boolean => !outages.isDown(other, atMs);
    const up = isUp(station);
    const sold = up ? online(visit, isUp) : offline(visit, isUp);
    const used = usedMl.get(dayOf(atMs)) ?? 0;
    const hadRoom = used + volumeMl <= LIMIT_ML;
    if (sold) usedMl.set(dayOf(atMs), used + volumeMl);
    if (sold && !hadRoom) tally.overspent += 1;
    if (dayOf(atMs) < WARM_UP_DAYS) continue;
    tally.visits += 1;
    if (!up) tally.offline += 1;
    if (!sold && hadRoom) tally[up ? 'wrongOnline' : 'wrongOffline'] += 1;
  }
}

function dayOf(atMs: number): number {
  return Math.floor((atMs - START_MS) / DAY_MS);
}

interface Told {
  readonly share: number;
  readonly lengthMs: number;
  readonly atMost: number;
  readonly cards: number;
}

function rowsOf(
  { product, plain }: { product: Tally; plain: Tally },
  { share, lengthMs, atMost, cards }: Told,
): Row[] {
  const outage = `outage ${share * 100} %`;
  const how = `${cards} cards, 50 stations, ${COUNTED_DAYS} days, ${lengthMs / HOUR_MS} h each; ${product.offline} of ${product.visits} visits without a link`;
  const percent = ({ wrongOffline, offline }: Tally): number => (wrongOffline * 100) / offline;
  const sides = { product: percent(product), reference: percent(plain) };
  return [
    {
      what: `wrong declines of offline sales, ${outage}`,
      unit: '%',
      ...sides,
      against: 'decline when offline',
      ratio: sides.product / sides.reference,
      how,
      target: { of: 'ratio', atMost },
    },
    singleRow({
      what: `wrong declines of online sales, ${outage}`,
      unit: '%',
      product: (product.wrongOnline * 100) / (product.visits - product.offline),
      how: 'leases that lie at a station without a link',
    }),
    singleRow({
      what: `limits overspent, ${outage}`,
      unit: 'count',
      product: product.overspent,
      how,
      target: { of: 'product', atMost: 0 },
    }),
  ];
}
