import { describe, expect, it } from 'vitest';
import { AUDIT_BEGINNING, auditEntry, auditText } from '#domain/audit/audit-entry.ts';
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
      address: null,
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
    const both = { userId: 'anna', workstationId: 'desk-2' };
    expect(doerOf({ person, workstation })).toMatchObject(both);
    expect(doerOf({ person: null, workstation }).workstationId).toBe('desk-2');
  });

  it('names nobody where nobody has signed in', () => {
    expect(doerOf(NOBODY)).toEqual({ userId: null, workstationId: null, address: null });
  });

  it('has the hash that it had before addresses were kept, and another one with one', () => {
    const by = { userId: 'anna', workstationId: null, address: null };
    const told = auditEntry(by, { event: 'session.close' });
    const place = { seq: 1, atMs: 5, previousHash: AUDIT_BEGINNING };
    const entry = { ...told, ...place, before: null, after: null };
    const old = `{"after":null,"atMs":5,"before":null,"code":null,"event":"session.close",`;
    expect(auditText(entry).startsWith(old)).toBe(true);
    const from = auditText({ ...entry, address: '10.0.0.7' });
    expect(from).toBe(auditText(entry).replace('{', '{"address":"10.0.0.7",'));
  });
});
