import { describe, expect, it } from 'vitest';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { doerOf } from '#service/audit/doer.ts';
import { NOBODY, type CallingPerson } from '#service/caller.ts';

const anna: CallingPerson = {
  userId: 'anna',
  sessionId: 'session-1',
  workstationId: 'desk-1',
  role: 'operator',
  grants: [],
  clientId: null,
};

describe('[G8] an entry of the audit trail', () => {
  it('says who did it, and at which workstation he signed in', () => {
    const by = doerOf({ person: anna, workstation: null });
    expect(auditEntry(by, { event: 'session.revoke' })).toEqual({
      event: 'session.revoke',
      userId: 'anna',
      workstationId: 'desk-1',
      subjectKind: null,
      subjectId: null,
      code: null,
      before: null,
      after: null,
    });
  });

  it('names the workstation that proved itself before the one of the session', () => {
    const workstation = { workstationId: 'desk-2', stationId: 'station-1' };
    const person = { ...anna, workstationId: null };
    expect(doerOf({ person, workstation })).toEqual({ userId: 'anna', workstationId: 'desk-2' });
    expect(doerOf({ person: null, workstation }).workstationId).toBe('desk-2');
  });

  it('names nobody where nobody has signed in', () => {
    expect(doerOf(NOBODY)).toEqual({ userId: null, workstationId: null });
  });
});
