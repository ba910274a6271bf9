import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { decide } from '#domain/authority/decide.ts';
import type { AuthorityRequest, DecidingStore } from '#service/ports.ts';
import { cardId, PRODUCT, stationId, WORKSTATION } from '../data/bulk-network.ts';

/** Prime to every number of cards: sales wander over all of them, in no order. */
const STRIDE = 7_919;
const VOLUME_ML = 10_000;

/** Authorizations of one card after the other, all of which pass. */
export class Sales {
  readonly #cards: number;
  #turn = 0;

  constructor(cards: number) {
    this.#cards = cards;
  }

  next(): AuthorityRequest {
    this.#turn += 1;
    const saleId = uuid();
    const index = (this.#turn * STRIDE) % this.#cards;
    const digest = createHash('sha256').update(saleId).digest('hex');
    return {
      digest,
      line: null,
      command: authorize(saleId, index, this.#turn),
    };
  }
}

function authorize(saleId: string, card: number, turn: number): AuthorityRequest['command'] {
  return {
    kind: 'sale.authorize',
    commandId: saleId,
    atMs: Date.now(),
    workstationId: WORKSTATION,
    saleId,
    cardId: cardId(card),
    stationId: stationId(0),
    productId: PRODUCT,
    pumpNumber: 1 + (turn % 8),
    operatorId: 'till',
    ask: { by: 'volume', volumeMl: VOLUME_ML },
    pin: 'not-asked',
    leaseReturns: [],
  };
}

/**
 * Decides `size` sales in each commit until the time is over.
 * @returns sales per second
 * @throws when one was refused: a figure made of refusals would be a lie
 */
export async function commitFor(
  deciding: DecidingStore,
  sales: Sales,
  { size, ms }: { size: number; ms: number },
): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  let tookMs = 0;
  do {
    const requests = Array.from({ length: size }, () => sales.next());
    const answers = await deciding.commitBatch(requests, decide);
    for (const { outcome } of answers) {
      if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
    }
    count += size;
    tookMs = performance.now() - startedMs;
  } while (tookMs < ms);
  return (count * 1_000) / tookMs;
}
