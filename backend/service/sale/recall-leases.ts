import type { OutcomeValue } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { RecallNeed } from '#domain/authority/recall.ts';
import type { Json } from '#domain/journal/chain.ts';
import { askAuthority, askForReply } from '../authority/ask-authority.ts';
import type { Answer } from '../outcome.ts';
import type { Pause } from '../platform-ports.ts';
import type { LeaseHolder } from '../lease-ports.ts';
import type { Service } from '../service.ts';

/** A driver waits: so long the answer may take longer because leases are called back. */
export const RECALL_WAIT_MS = 900;

interface Recall {
  readonly workstationId: string;
  readonly allowanceKey: string;
  readonly quantity: number;
}

/**
 * Calls leases back for one authorization, within one pause over all its tries. Made for one
 * request, and asked again while the authority still wants more.
 */
export class LeaseRecall {
  readonly #service: Service;
  readonly #ownId: string;
  readonly #asked = new Set<string>();
  readonly #pause: Pause;
  #late = false;

  /** `workstationId`: of the asker, which has given its own leases back with the question. */
  constructor(service: Service, workstationId: string) {
    this.#service = service;
    this.#ownId = workstationId;
    this.#pause = service.pauses.after(RECALL_WAIT_MS);
    void this.#pause.over.then(() => {
      this.#late = true;
    });
  }

  /**
   * Tells the workstations that hold what is needed and listen, each once of each allowance, and
   * waits until they have answered; also for those that were told before and still have it, for
   * they may answer for one allowance after the other. False when nobody is left to wait for, or
   * the time is over.
   */
  async moved(needs: readonly RecallNeed[]): Promise<boolean> {
    if (this.#late) return false;
    const { stores, clock, live, recalls } = this.#service;
    const keys = needs.map(({ allowanceKey }) => allowanceKey);
    const holders = await stores.leases.holders(keys, clock.nowMs());
    const silent = holders.filter((holder) => this.#isSilent(holder));
    const plan = needs.flatMap((need) => this.#planned(need, holders));
    const awaited = new Set([...silent, ...plan].map(({ workstationId }) => workstationId));
    const { heard, end } = recalls.untilHeard([...awaited]);
    for (const { workstationId, allowanceKey, quantity } of plan) {
      live.tellTo(workstationId, { kind: 'lease-recall', allowanceKey, quantity });
    }
    if (awaited.size > 0) await Promise.race([heard, this.#pause.over]);
    end();
    return awaited.size > 0;
  }

  end(): void {
    this.#pause.end();
  }

  /** The biggest holders first, until what they hold covers the need. */
  #planned(need: RecallNeed, holders: readonly LeaseHolder[]): Recall[] {
    const { allowanceKey } = need;
    const able = holders
      .filter((holder) => holder.allowanceKey === allowanceKey)
      .filter(({ workstationId }) => this.#mayAsk(workstationId, allowanceKey))
      .toSorted((a, b) => b.outstanding - a.outstanding);
    const plan: Recall[] = [];
    let missing = need.quantity;
    for (const { workstationId, outstanding } of able) {
      if (missing <= 0) break;
      plan.push({ workstationId, allowanceKey, quantity: Math.min(missing, outstanding) });
      this.#asked.add(askedOf({ workstationId, allowanceKey }));
      missing -= outstanding;
    }
    return plan;
  }

  #mayAsk(workstationId: string, allowanceKey: string): boolean {
    const asked = this.#asked.has(askedOf({ workstationId, allowanceKey }));
    return workstationId !== this.#ownId && !asked && this.#service.live.listens(workstationId);
  }

  /** Told before, and what it has is still needed: its answer is on its way, or nobody hears. */
  #isSilent(holder: LeaseHolder): boolean {
    return this.#asked.has(askedOf(holder)) && this.#service.live.listens(holder.workstationId);
  }
}

function askedOf({
  workstationId,
  allowanceKey,
}: Pick<LeaseHolder, 'workstationId' | 'allowanceKey'>): string {
  return `${workstationId} ${allowanceKey}`;
}

/** Commands that may wait for leases to come back. */
type RecallingCommand = Extract<
  AuthorityCommand,
  { readonly kind: 'sale.authorize' | 'asset.redeem' }
>;

/**
 * Asks, and where a fill is refused because its capacity lies in leases elsewhere, calls them back
 * and asks again: within a second it passes, or is refused for good (architecture §7).
 */
export async function askWithRecall(
  service: Service,
  command: RecallingCommand,
  asked: Json,
): Promise<Answer<OutcomeValue>> {
  let reply = await askForReply(service, { ...command, mayRecall: true }, asked);
  if (reply.recall.length === 0) return reply.answer;
  const recall = new LeaseRecall(service, command.workstationId);
  try {
    while (reply.recall.length > 0 && (await recall.moved(reply.recall))) {
      reply = await askForReply(service, { ...command, mayRecall: true }, asked);
    }
  } finally {
    recall.end();
  }
  return reply.recall.length === 0 ? reply.answer : askAuthority(service, command, asked);
}
