import { ok, refuse, type Result } from '../result.ts';

/**
 * How a card hangs on a member (row R-03). The cabinet is bound to one card: `primary`. `further`
 * is a second one of his own, `additional` one of the kit, for his family.
 */
export type BindingKind = 'primary' | 'further' | 'additional';

export interface Binding {
  readonly cardId: string;
  readonly kind: BindingKind;
  readonly virtual: boolean;
}

/** What stands on a card of a kit. */
export type KitPlace = 'main' | 'additional';

/** A kit is sold as one: a main card and some additional ones. */
export interface Kit {
  readonly kitId: string;
  readonly mainCardId: string;
  readonly additionalCardIds: readonly string[];
}

/** A plastic card that somebody wants to bind. */
export interface PlasticCard {
  readonly cardId: string;
  /** Null for a card that was handed out alone: it is its own main card. */
  readonly kit: Kit | null;
  /** True when it is some member's already, whoever he is. */
  readonly bound: boolean;
}

type PlasticRefusal = 'CARD_NOT_MAIN' | 'CARD_ALREADY_BOUND';

/**
 * Binds a plastic card, and with a kit's main card the additional ones (rows ). The
 * first card of a member is his primary one and stays it.
 * @param bindings what the member has; empty at registration
 * @returns the bindings to add
 */
export function bindPlastic(
  bindings: readonly Binding[],
  { cardId, kit, bound }: PlasticCard,
): Result<readonly Binding[], PlasticRefusal> {
  if (kit !== null && kit.mainCardId !== cardId) return refuse('CARD_NOT_MAIN');
  const hasPlastic = bindings.some(({ virtual }) => !virtual);
  if (bound || hasPlastic) return refuse('CARD_ALREADY_BOUND', { own: hasPlastic });
  const additional = (kit?.additionalCardIds ?? []).map((id): Binding => {
    return { cardId: id, kind: 'additional', virtual: false };
  });
  return ok([{ cardId, kind: kindOfNext(bindings), virtual: false }, ...additional]);
}

/** Binds a virtual card, which is usable at once; a member has one at most (row R-16). */
export function bindVirtual(
  bindings: readonly Binding[],
  cardId: string,
): Result<Binding, 'VIRTUAL_CARD_EXISTS'> {
  if (bindings.some(({ virtual }) => virtual)) return refuse('VIRTUAL_CARD_EXISTS');
  return ok({ cardId, kind: kindOfNext(bindings), virtual: true });
}

/**
 * A kit as a list of its cards says it: one main card, and as many additional ones as the programme
 * sells with it.
 * @returns `FIELD_INVALID` {field} when a card is named twice or the number of them is another
 */
export function makeKit(kit: Kit, additionalCount: number): Result<Kit, 'FIELD_INVALID'> {
  const ids = [kit.mainCardId, ...kit.additionalCardIds];
  const whole =
    kit.additionalCardIds.length === additionalCount && new Set(ids).size === ids.length;
  return whole ? ok(kit) : refuse('FIELD_INVALID', { field: 'additionalCardIds' });
}

function kindOfNext(bindings: readonly Binding[]): BindingKind {
  return bindings.some(({ kind }) => kind === 'primary') ? 'further' : 'primary';
}
