import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindPlastic, bindVirtual, makeKit, type Binding } from '#domain/member/bindings.ts';

const kit = { kitId: 'kit', mainCardId: 'main', additionalCardIds: ['first', 'second'] };
const plastic = (cardId: string, bound = false) => ({ cardId, kit: null, bound });
const ofKit = (cardId: string) => ({ cardId, kit, bound: false });
const virtual: Binding = { cardId: 'cloud', kind: 'primary', virtual: true };

describe('what a member’s cabinet is bound to', () => {
  it('[R-03] the main card of a kit is bound as the primary one, with its two additional ones', () => {
    expect(bindPlastic([], ofKit('main'))).toEqual({
      ok: true,
      value: [
        { cardId: 'main', kind: 'primary', virtual: false },
        { cardId: 'first', kind: 'additional', virtual: false },
        { cardId: 'second', kind: 'additional', virtual: false },
      ],
    });
  });

  it('[R-03] an additional card is no way in', () => {
    for (const cardId of kit.additionalCardIds) {
      expect(bindPlastic([], ofKit(cardId))).toMatchObject({ ok: false, code: 'CARD_NOT_MAIN' });
    }
  });

  it('[R-04] a card that somebody has bound is bound to nobody else', () => {
    const refused = bindPlastic([], plastic('theirs', true));
    expect(refused).toEqual({ ok: false, code: 'CARD_ALREADY_BOUND', params: { own: false } });
  });

  it('[R-16] a second virtual card is refused', () => {
    expect(bindVirtual([], 'cloud')).toEqual({ ok: true, value: virtual });
    expect(bindVirtual([virtual], 'more')).toMatchObject({ code: 'VIRTUAL_CARD_EXISTS' });
  });

  it('[R-17] a plastic card beside the virtual one is a further one; a second plastic is refused', () => {
    const added = bindPlastic([virtual], plastic('card'));
    expect(added).toEqual({
      ok: true,
      value: [{ cardId: 'card', kind: 'further', virtual: false }],
    });
    const both = [virtual, ...(added.ok ? added.value : [])];
    expect(bindPlastic(both, plastic('another'))).toMatchObject({
      code: 'CARD_ALREADY_BOUND',
      params: { own: true },
    });
  });

  it('[R-03] however cards are added, exactly one is primary and no card stands twice', () => {
    const steps = fc.array(
      fc.record({
        way: fc.constantFrom('virtual', 'plastic', 'kit'),
        name: fc.constantFrom('a', 'b', 'main', 'first'),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(steps, (sequence) => {
        let bindings: readonly Binding[] = [];
        for (const { way, name } of sequence) {
          const has = bindings.some(({ cardId }) => cardId === name);
          if (way === 'virtual') {
            const bound = bindVirtual(bindings, `virtual-${name}`);
            if (bound.ok) bindings = [...bindings, bound.value];
          } else {
            const card = { cardId: name, kit: way === 'kit' ? kit : null, bound: has };
            const bound = bindPlastic(bindings, card);
            if (bound.ok) bindings = [...bindings, ...bound.value];
          }
        }
        const primary = bindings.filter(({ kind }) => kind === 'primary');
        expect(primary).toHaveLength(bindings.length === 0 ? 0 : 1);
        expect(new Set(bindings.map(({ cardId }) => cardId)).size).toBe(bindings.length);
        expect(bindings.filter((binding) => binding.virtual).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('[R-03] a kit is one main card and as many others as the programme sells with it', () => {
    expect(makeKit(kit, 2)).toEqual({ ok: true, value: kit });
    expect(makeKit({ ...kit, additionalCardIds: ['first'] }, 2)).toMatchObject({ ok: false });
    expect(makeKit({ ...kit, additionalCardIds: ['first', 'main'] }, 2)).toMatchObject({
      ok: false,
    });
  });
});
