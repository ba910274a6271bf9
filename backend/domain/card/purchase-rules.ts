import type { LimitSubject } from '../limit/limit.ts';
import type { Product } from '../product/product.ts';

/** Ids that alone pass, or that alone do not. */
export interface ListRule {
  readonly mode: 'allow' | 'deny';
  readonly ids: readonly string[];
}

/** What a list may be about. Partners: the id `own` stands for the network's own stations. */
export const listNames = [
  'stations',
  'regions',
  'countries',
  'partners',
  'products',
  'productGroups',
] as const;

export type ListName = (typeof listNames)[number];

/**
 * What a card, a group of cards or a contract lets be bought, apart from how much (architecture
 * §5). Null is no rule. All that apply are judged, the most restrictive decides.
 */
export interface PurchaseRules extends Readonly<Record<ListName, ListRule | null>> {
  readonly transactionMaxMinor: number | null;
  readonly transactionMaxMl: number | null;
  readonly tankCapacityMl: number | null;
  /** Between two authorizations on one card, whoever's rule it is. */
  readonly pauseMs: number | null;
}

export const NO_RULES: PurchaseRules = {
  stations: null,
  regions: null,
  countries: null,
  partners: null,
  products: null,
  productGroups: null,
  transactionMaxMinor: null,
  transactionMaxMl: null,
  tankCapacityMl: null,
  pauseMs: null,
};

/** Whether both let the same be bought. */
export function sameRules(one: PurchaseRules, other: PurchaseRules): boolean {
  // Spread over all of them, the fields of both come in one order.
  return JSON.stringify({ ...NO_RULES, ...one }) === JSON.stringify({ ...NO_RULES, ...other });
}

/** Rules with the one whom they belong to. */
export interface OwnedRules {
  readonly ownerKind: LimitSubject;
  readonly ownerId: string;
  readonly rules: PurchaseRules;
}

/** The network's own stations in a list of partners. */
export const OWN_STATIONS = 'own';

/** A station as lists see it; null where it has none. */
export interface StationPlace {
  readonly stationId: string;
  readonly regionId: string | null;
  readonly country: string | null;
  /** Null for the network's own station. */
  readonly partnerId: string | null;
}

export type ListRefusal =
  | 'STATION_NOT_ALLOWED'
  | 'REGION_NOT_ALLOWED'
  | 'COUNTRY_NOT_ALLOWED'
  | 'PARTNER_NOT_ALLOWED'
  | 'PRODUCT_NOT_ALLOWED'
  | 'PRODUCT_GROUP_NOT_ALLOWED';

const refusals: Readonly<Record<ListName, ListRefusal>> = {
  stations: 'STATION_NOT_ALLOWED',
  regions: 'REGION_NOT_ALLOWED',
  countries: 'COUNTRY_NOT_ALLOWED',
  partners: 'PARTNER_NOT_ALLOWED',
  products: 'PRODUCT_NOT_ALLOWED',
  productGroups: 'PRODUCT_GROUP_NOT_ALLOWED',
};

/** Whether a list lets a thing pass; what is not known (null) is in no list. */
export function passesList(list: ListRule | null, id: string | null): boolean {
  if (list === null) return true;
  const isIn = id !== null && list.ids.includes(id);
  return list.mode === 'allow' ? isIn : !isIn;
}

/** A list that stops a purchase, and whose it is. */
export interface ListStop {
  readonly code: ListRefusal;
  readonly list: ListName;
  readonly owned: OwnedRules;
}

/**
 * The first list of anybody that does not let this product pass at this place; null when all do.
 */
export function listStop(
  all: readonly OwnedRules[],
  place: StationPlace,
  product: Product,
): ListStop | null {
  const ids: Readonly<Record<ListName, string | null>> = {
    stations: place.stationId,
    regions: place.regionId,
    countries: place.country,
    partners: place.partnerId ?? OWN_STATIONS,
    products: product.productId,
    productGroups: product.groupId,
  };
  for (const owned of all) {
    for (const list of listNames) {
      if (!passesList(owned.rules[list], ids[list])) return { code: refusals[list], list, owned };
    }
  }
  return null;
}

export interface LongestPause {
  readonly owned: OwnedRules;
  readonly pauseMs: number;
}

/** The pause that is over last; null when nobody asks for one. */
export function longestPause(all: readonly OwnedRules[]): LongestPause | null {
  let longest: LongestPause | null = null;
  for (const owned of all) {
    const { pauseMs } = owned.rules;
    if (pauseMs !== null && pauseMs > (longest?.pauseMs ?? 0)) longest = { owned, pauseMs };
  }
  return longest;
}

const NUMBERS = ['transactionMaxMinor', 'transactionMaxMl', 'tankCapacityMl', 'pauseMs'] as const;

/** The field that makes rules no rules, or null. */
export function rulesFault(rules: PurchaseRules): string | null {
  const bad = NUMBERS.find((name) => {
    const value = rules[name];
    return value !== null && (!Number.isSafeInteger(value) || value < 0);
  });
  if (bad !== undefined) return bad;
  const twice = listNames.find((name) => {
    const ids = rules[name]?.ids ?? [];
    return new Set(ids).size !== ids.length;
  });
  return twice ?? null;
}
