import { factKeys } from '#domain/authority/facts.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import type { LoadedState } from './loaded-state.ts';

/** Cards that are remembered at most; when there are more, all are learnt anew. */
const CARDS_MAX = 200_000;

/**
 * Which contract a card was of when it was last decided about. A guess that saves a question and
 * nothing more: whatever it is, a batch decides only on contracts that it has locked.
 */
export class KnownContracts {
  readonly #ofCards = new Map<string, string>();

  /** The contracts of a batch; null where its requests do not tell them all. */
  of(requests: readonly AuthorityRequest[]): ReadonlySet<string> | null {
    const known = new Set<string>();
    for (const { command } of requests) {
      if (command === null) continue;
      const { cardId, contractId } = factKeys(command);
      const named = contractId ?? (cardId === null ? undefined : this.#ofCards.get(cardId));
      if (named === undefined) return null;
      known.add(named);
    }
    return known;
  }

  learn({ shelves }: LoadedState): void {
    if (this.#ofCards.size >= CARDS_MAX) this.#ofCards.clear();
    for (const { cardId, contractId } of shelves.cards.rows) this.#ofCards.set(cardId, contractId);
  }
}
