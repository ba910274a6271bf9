import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  listNames,
  listStop,
  longestPause,
  NO_RULES,
  passesList,
  rulesFault,
  type ListName,
  type OwnedRules,
  type PurchaseRules,
  type StationPlace,
} from '#domain/card/purchase-rules.ts';
import { diesel } from '../../../support/facts.ts';

const place: StationPlace = {
  stationId: 'station-1',
  regionId: 'north',
  country: 'KZ',
  partnerId: null,
};

const of = (ownerKind: OwnedRules['ownerKind'], patch: Partial<PurchaseRules>): OwnedRules => ({
  ownerKind,
  ownerId: `${ownerKind}-1`,
  rules: { ...NO_RULES, ...patch },
});

const here: Readonly<Record<ListName, string>> = {
  stations: 'station-1',
  regions: 'north',
  countries: 'KZ',
  partners: 'own',
  products: 'diesel',
  productGroups: 'fuel',
};

describe('a list', () => {
  it('[X-10, X-11] of what is allowed and one of what is denied say the opposite', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(ids, fc.constantFrom('a', 'b', 'c', 'd'), (list, id) => {
        expect(passesList({ mode: 'allow', ids: list }, id)).toBe(list.includes(id));
        expect(passesList({ mode: 'deny', ids: list }, id)).toBe(!list.includes(id));
      }),
    );
  });

  it('[X-11] does not have what is not known', () => {
    expect(passesList({ mode: 'allow', ids: ['north'] }, null)).toBe(false);
    expect(passesList({ mode: 'deny', ids: ['north'] }, null)).toBe(true);
    expect(passesList(null, null)).toBe(true);
  });

  it.each([...listNames])('[X-10, X-11, X-12] of %s stops whoever of the three owns it', (list) => {
    for (const ownerKind of ['card', 'card-group', 'contract'] as const) {
      const deny = of(ownerKind, { [list]: { mode: 'deny', ids: [here[list]] } });
      const allow = of(ownerKind, { [list]: { mode: 'allow', ids: ['another'] } });
      expect(listStop([of('card', {}), deny], place, diesel)).toMatchObject({
        list,
        owned: { ownerKind },
      });
      expect(listStop([allow], place, diesel)).toMatchObject({ list });
      const fits = of(ownerKind, { [list]: { mode: 'allow', ids: [here[list]] } });
      expect(listStop([fits], place, diesel)).toBeNull();
    }
  });

  it('[X-11] of partners knows the network itself as own', () => {
    const only = of('contract', { partners: { mode: 'allow', ids: ['own'] } });
    expect(listStop([only], place, diesel)).toBeNull();
    expect(listStop([only], { ...place, partnerId: 'p-1' }, diesel)?.code).toBe(
      'PARTNER_NOT_ALLOWED',
    );
  });

  it('[X-13] one of all that stops is enough, whatever the others allow', () => {
    const rule = fc.record({
      mode: fc.constantFrom('allow' as const, 'deny' as const),
      ids: fc.uniqueArray(fc.constantFrom('north', 'south')),
    });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 3 }), (rules) => {
        const all = rules.map((regions) => of('contract', { regions }));
        const passes = rules.every((regions) => passesList(regions, 'north'));
        expect(listStop(all, place, diesel) === null).toBe(passes);
      }),
    );
  });
});

describe('a pause', () => {
  it('[X-17] is the longest that anybody asks for', () => {
    const pauses = fc.array(fc.option(fc.integer({ min: 0, max: 1_000_000 })), { maxLength: 3 });
    fc.assert(
      fc.property(pauses, (list) => {
        const all = list.map((pauseMs) => of('card-group', { pauseMs }));
        const longest = Math.max(0, ...list.map((pauseMs) => pauseMs ?? 0));
        expect(longestPause(all)?.pauseMs ?? 0).toBe(longest);
      }),
    );
  });
});

describe('the shape of rules', () => {
  it.each([
    [{ pauseMs: -1 }, 'pauseMs'],
    [{ tankCapacityMl: 0.5 }, 'tankCapacityMl'],
    [{ regions: { mode: 'deny' as const, ids: ['a', 'a'] } }, 'regions'],
    [{}, null],
  ])('%j', (patch, fault) => {
    expect(rulesFault({ ...NO_RULES, ...patch })).toBe(fault);
  });
});
