import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  grants,
  isRole,
  may,
  rights,
  rightsOf,
  roles,
  type Grant,
  type Right,
  type Role,
} from '#domain/identity/rights.ts';

/** Roles that have a right. */
function holders(right: Right): readonly Role[] {
  return roles.filter((role) => may({ role }, right));
}

describe('rights', () => {
  it('every right is held by someone, and every role holds some', () => {
    for (const right of rights) expect(holders(right)).not.toEqual([]);
    for (const role of roles) expect(rightsOf({ role })).not.toEqual([]);
  });

  it('may and rightsOf are the same table, without doubles', () => {
    for (const role of roles) {
      const held = rights.filter((right) => may({ role }, right));
      expect(held.toSorted()).toEqual([...rightsOf({ role })].toSorted());
    }
  });

  it('only the station sells', () => {
    expect(holders('sale.make')).toEqual(['operator', 'shift-supervisor']);
  });

  it('[O-12] client, manager and operator block a card', () => {
    for (const role of ['representative', 'client-manager', 'operator'] as const) {
      expect(may({ role }, 'card.block')).toBe(true);
    }
  });

  it('[N-20] a PIN is set by the holder’s side, with the full grant, and by his manager', () => {
    expect(holders('card.set-pin')).toEqual(['client-manager', 'representative', 'member']);
    const able = grants.filter((grant) =>
      may({ role: 'representative', grants: [grant] }, 'card.set-pin'),
    );
    expect(able).toEqual(['full', 'owner']);
  });

  it('[O-13] only the client and his manager unblock one', () => {
    expect(holders('card.unblock')).toEqual(['client-manager', 'representative']);
  });

  it('[O-14] limits are changed by the client and his manager only', () => {
    expect(holders('limit.change')).toEqual(['client-manager', 'representative']);
  });

  it('[O-03] an operator manages neither users nor contracts', () => {
    expect(may({ role: 'operator' }, 'user.manage')).toBe(false);
    expect(may({ role: 'operator' }, 'contract.change')).toBe(false);
  });

  it('users, workstations and settings are the administrator’s alone', () => {
    for (const right of ['user.manage', 'workstation.manage', 'settings.change'] as const) {
      expect(holders(right)).toEqual(['administrator']);
    }
  });

  it('what runs the network itself is the administrator’s alone', () => {
    const own = [
      'session.manage',
      'programme.manage',
      'channel.manage',
      'message.view',
      'audit.view',
    ] as const;
    for (const right of own) expect(holders(right)).toEqual(['administrator']);
  });

  it('[P-18] a locked colleague is let in by the supervisor at the desk or an administrator', () => {
    expect(holders('user.unlock')).toEqual(['shift-supervisor', 'administrator']);
  });

  it('[O-03] accounts of clients are the manager’s, and no operator’s', () => {
    expect(holders('account.manage')).toEqual(['client-manager']);
    for (const right of ['account.recover', 'application.manage'] as const) {
      expect(holders(right)).toEqual(['client-manager', 'administrator']);
    }
  });

  it('[N-26] feedback is read by the supervisor at the desk, and dealt with by who may answer', () => {
    expect(holders('feedback.manage')).toEqual(['client-manager', 'administrator']);
    expect(holders('feedback.view')).toEqual([
      'shift-supervisor',
      'client-manager',
      'administrator',
    ]);
  });

  it('[O-23] what everybody reads is said by those who speak for the network', () => {
    for (const right of ['news.manage', 'station.describe'] as const) {
      expect(holders(right)).toEqual(['client-manager', 'administrator']);
    }
  });

  it('unmasked personal data is for few', () => {
    expect(holders('pii.view')).toEqual(['client-manager', 'administrator']);
  });

  it('knows a role by name', () => {
    for (const role of roles) expect(isRole(role)).toBe(true);
    for (const name of ['', 'root', 'toString', '__proto__']) expect(isRole(name)).toBe(false);
  });
});

describe('grants of a representative', () => {
  const rightsWith = (given: readonly Grant[]): readonly Right[] =>
    rightsOf({ role: 'representative', grants: given });

  it('without one he may what every representative could before there were any', () => {
    const before: readonly Right[] = [
      'sale.view',
      'card.view',
      'card.block',
      'card.set-pin',
      'card.unblock',
      'limit.view',
      'limit.change',
      'contract.view',
      'statement.view',
      'sync.view',
    ];
    const held = before.toSorted();
    expect(rightsOf({ role: 'representative' }).toSorted()).toEqual(held);
    expect(rightsWith([]).toSorted()).toEqual(held);
    expect(rightsWith(['full']).toSorted()).toEqual(held);
  });

  it('each next one holds what the one before does, and more', () => {
    const ladder = (['papers', 'read', 'limits', 'full', 'owner'] as const).map((grant) =>
      rightsWith([grant]),
    );
    for (const [index, wider] of ladder.entries()) {
      const narrower = ladder[index - 1] ?? [];
      expect(wider.length).toBeGreaterThan(narrower.length);
      for (const right of narrower) expect(wider).toContain(right);
    }
  });

  it('papers are no cards, reading changes nothing, limits let no stopped card go', () => {
    expect(rightsWith(['papers'])).toEqual(['contract.view', 'statement.view', 'sync.view']);
    for (const right of rightsWith(['read'])) expect(right).toMatch(/\.view$/u);
    expect(rightsWith(['limits'])).toContain('card.block');
    expect(rightsWith(['limits'])).not.toContain('card.unblock');
  });

  it('the owner alone manages his client’s people', () => {
    const managing = grants.filter((grant) => rightsWith([grant]).includes('account.manage'));
    expect(managing).toEqual(['owner']);
  });

  it('several add up, whatever their order', () => {
    fc.assert(
      fc.property(fc.subarray([...grants], { minLength: 1 }), (given) => {
        const each = new Set(given.flatMap((grant) => rightsWith([grant])));
        expect(new Set(rightsWith(given))).toEqual(each);
        expect(rightsWith(given.toReversed())).toEqual(rightsWith(given));
      }),
    );
  });

  it('they are a representative’s: to nobody else they give or take anything', () => {
    for (const role of roles.filter((one) => one !== 'representative')) {
      for (const grant of grants) {
        expect(rightsOf({ role, grants: [grant] })).toEqual(rightsOf({ role }));
      }
    }
  });
});
