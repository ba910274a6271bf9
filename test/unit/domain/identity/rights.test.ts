import { describe, expect, it } from 'vitest';
import {
  isRole,
  may,
  rights,
  rightsOf,
  roles,
  type Right,
  type Role,
} from '#domain/identity/rights.ts';

/** Roles that have a right. */
function holders(right: Right): readonly Role[] {
  return roles.filter((role) => may(role, right));
}

describe('rights', () => {
  it('every right is held by someone, and every role holds some', () => {
    for (const right of rights) expect(holders(right)).not.toEqual([]);
    for (const role of roles) expect(rightsOf(role)).not.toEqual([]);
  });

  it('may and rightsOf are the same table, without doubles', () => {
    for (const role of roles) {
      const held = rights.filter((right) => may(role, right));
      expect(held.toSorted()).toEqual([...rightsOf(role)].toSorted());
    }
  });

  it('only the station sells', () => {
    expect(holders('sale.make')).toEqual(['operator', 'shift-supervisor']);
  });

  it('[O-12] client, manager and operator block a card', () => {
    for (const role of ['representative', 'client-manager', 'operator'] as const) {
      expect(may(role, 'card.block')).toBe(true);
    }
  });

  it('[O-13] only the client and his manager unblock one', () => {
    expect(holders('card.unblock')).toEqual(['client-manager', 'representative']);
  });

  it('[O-14] limits are changed by the client and his manager only', () => {
    expect(holders('limit.change')).toEqual(['client-manager', 'representative']);
  });

  it('[O-03] an operator manages neither users nor contracts', () => {
    expect(may('operator', 'user.manage')).toBe(false);
    expect(may('operator', 'contract.change')).toBe(false);
  });

  it('users, workstations and settings are the administrator’s alone', () => {
    for (const right of ['user.manage', 'workstation.manage', 'settings.change'] as const) {
      expect(holders(right)).toEqual(['administrator']);
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
