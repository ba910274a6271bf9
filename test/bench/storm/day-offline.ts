import { v7 as uuid } from 'uuid';
import { amountOf } from '#domain/money/money.ts';
import { vatOf } from '#domain/money/vat.ts';
import type { TestWorkstation } from '#test/support/backend/test-workstation.ts';
import { cardId, contractOfCard, PRICE_MINOR_PER_LITRE, PRODUCT } from '../data/bulk-network.ts';

const VOLUME_ML = 10_000;
const VAT_BP = 2_200;
const LINES_PER_PUSH = 500;
const DAY_MS = 86_400_000;

export interface Day {
  readonly sales: number;
  readonly cards: number;
  readonly stationId: string;
  /** Where its cards begin: workstations sell to different ones. */
  readonly firstCard: number;
}

/**
 * What a workstation has to tell after a day without its link: each sale a hold and a capture, as
 * bodies of `journal.push` that are ready to be sent. No lease pays for them, so that every
 * limit's own counters are moved; there is room for all.
 */
export function dayOffline(workstation: TestWorkstation, day: Day): readonly string[] {
  const startMs = Date.now() - DAY_MS;
  const lines = Array.from({ length: day.sales }, (_, n) => n).flatMap((n) => {
    const atMs = startMs + Math.floor((n * DAY_MS) / day.sales);
    return oneSale(workstation, { ...day, n, atMs });
  });
  const bodies: string[] = [];
  for (let from = 0; from < lines.length; from += LINES_PER_PUSH) {
    const some = lines.slice(from, from + LINES_PER_PUSH);
    bodies.push(JSON.stringify(workstation.pushRequest(some)));
  }
  return bodies;
}

function oneSale(
  workstation: TestWorkstation,
  { n, atMs, cards, stationId, firstCard }: Day & { n: number; atMs: number },
) {
  const card = (firstCard + n) % cards;
  const saleId = uuid();
  const amountMinor = amountOf(PRICE_MINOR_PER_LITRE, VOLUME_ML);
  const part = { measure: 'money', held: amountMinor, leaseId: null } as const;
  const parts = [{ allowanceKey: `money/${contractOfCard(card)}`, ...part }];
  const held = workstation.write(
    'sale.held',
    {
      saleId,
      mode: 'offline',
      cardId: cardId(card),
      stationId,
      productId: PRODUCT,
      pumpNumber: 1 + (n % 6),
      operatorId: 'till',
      priceMinorPerLitre: PRICE_MINOR_PER_LITRE,
      vatRateBp: VAT_BP,
      authorizedAtMs: atMs,
      holdAmountMinor: amountMinor,
      holdVolumeMl: VOLUME_ML,
      parts,
    },
    atMs,
  );
  const vatMinor = vatOf(amountMinor, VAT_BP);
  const body = { saleId, volumeMl: VOLUME_ML, amountMinor, vatMinor, slipNumber: n + 1 };
  return [held, workstation.write('sale.captured', body, atMs)];
}
