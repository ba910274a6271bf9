import type { ListRule, OwnedRules } from '#domain/card/purchase-rules.ts';
import type { OwnedRulesRecord } from '#protocol/records.ts';

/** A copy of plain objects alone, as canonical JSON wants them. */
export function rulesRecord({ ownerKind, ownerId, rules }: OwnedRules): OwnedRulesRecord {
  const copy = (list: ListRule | null) => list && { mode: list.mode, ids: [...list.ids] };
  const { stations, regions, countries, partners, products, productGroups, ...numbers } = rules;
  const places = { stations: copy(stations), regions: copy(regions), countries: copy(countries) };
  const others = { partners: copy(partners), products: copy(products) };
  const lists = { ...places, ...others, productGroups: copy(productGroups) };
  return { ownerKind, ownerId, rules: { ...numbers, ...lists } };
}
