import type { AuditEvent } from '#domain/audit/audit-event.ts';

/**
 * What an accepted entry has to say of its change (rule G8).
 * both: something was there and is another thing now. put: the same, or it is new. made: it is new.
 * ended: it was there. either: it is new, changed, or gone. done: nothing that is kept is another
 * thing by it.
 */
type Sides = 'both' | 'put' | 'made' | 'ended' | 'either' | 'done';

/** An event that is not named here does not compile: say what its before is. */
export const auditSides: Readonly<Record<AuditEvent, Sides>> = {
  'sign-in': 'done',
  'sign-in.errors': 'both',
  'session.close': 'ended',
  'session.renew': 'both',
  'session.revoke': 'ended',
  'session.revoke-others': 'made',
  'password.prove': 'done',
  'password.recover': 'made',
  'password.set': 'both',
  'instructions.resend': 'made',
  'recovery-case.get': 'done',
  'recovery-case.open': 'made',
  'recovery-case.decide': 'both',
  'user.unlock': 'both',
  'user.create': 'made',
  'user.put': 'both',
  'user.set-client': 'both',
  'user.reset-password': 'both',
  'staff-rules.put': 'both',
  'approval.ask': 'made',
  'approval.give': 'both',
  'approval.refuse': 'both',
  'account.open': 'made',
  'account.authority': 'put',
  'account.sheet': 'done',
  'account.erase-request': 'done',
  'account.erase-take-back': 'ended',
  'account.erase-decline': 'both',
  'account.erase': 'both',
  'client-user.invite': 'made',
  'client-user.put': 'both',
  'client-user.remove': 'both',
  'invitation.send': 'made',
  'invitation.resend': 'both',
  'invitation.prolong': 'both',
  'invitation.revoke': 'both',
  'invitation.read': 'done',
  'invitation.accept': 'both',
  'personal-data.put': 'both',
  'preferences.set': 'both',
  'contact.change': 'both',
  'contact.cancel': 'both',
  'contact.confirm': 'both',
  'contact.confirm-code': 'both',
  'consent.accept': 'made',
  'consent.told': 'made',
  'consent.withdraw': 'both',
  'programme.put': 'put',
  'terms.publish': 'put',
  'assignment.put': 'put',
  'kit.add': 'made',
  'registration.start': 'made',
  'registration.start-at-desk': 'made',
  'registration.resend': 'both',
  'registration.confirm': 'made',
  'member.find': 'done',
  'member.add-card': 'made',
  'application.file': 'made',
  'application.enter': 'made',
  'application.see': 'both',
  'application.process': 'both',
  'application.reject': 'both',
  'feedback.send': 'made',
  'feedback.get': 'done',
  'feedback.answer': 'both',
  'feedback.close': 'both',
  'news.put': 'put',
  'news.withdraw': 'both',
  'station.describe': 'both',
  'client.get': 'done',
  'client.put': 'put',
  'contract.create': 'made',
  'contract.set-programme': 'both',
  'contract.sign': 'both',
  'contract.set-terms': 'both',
  'contract.top-up': 'both',
  'contract.close': 'both',
  'card.issue': 'made',
  'card.hand-over': 'made',
  'card.set-pin': 'both',
  'card.block': 'both',
  'card.unblock': 'both',
  'card.take-back': 'both',
  'card-group.put': 'put',
  'card-group.assign': 'both',
  'card-group.dissolve': 'both',
  'limit.set': 'both',
  'limit.remove': 'both',
  'limit.set-many': 'both',
  'limit-template.put': 'put',
  'limit-template.remove': 'ended',
  'limit-template.apply': 'both',
  'rules.set': 'both',
  'register.import': 'made',
  'station.place': 'both',
  'price.set': 'put',
  'sale.enter': 'made',
  'sale.refund': 'made',
  'hold.void': 'both',
  'voice.reserve': 'made',
  'ledger.correct': 'made',
  'ledger.lock-period': 'both',
  'ledger.reopen-period': 'both',
  'points.open': 'made',
  'points.accrue': 'made',
  'points.reverse-accrual': 'made',
  'voucher.issue': 'made',
  'voucher.block': 'both',
  'network.create': 'made',
  'workstation.code': 'made',
  'workstation.enrol': 'made',
  'workstation.replace': 'both',
  'workstation.revoke': 'both',
  'recovery.declare': 'both',
  'recovery.finish': 'ended',
  'channel.set': 'either',
  'channel.test': 'done',
  'message.show': 'done',
  'message.retry': 'both',
  'message.cancel': 'both',
  'message.bounced': 'both',
};

const HAS_BEFORE: ReadonlySet<Sides> = new Set(['both', 'ended']);
const HAS_AFTER: ReadonlySet<Sides> = new Set(['both', 'put', 'made']);

/** An entry as it is kept. */
export interface KeptSides {
  readonly event: AuditEvent;
  readonly code: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Accepted entries that do not say what was before, or what is after, and what they lack. */
export function lackingSides(entries: readonly KeptSides[]): readonly string[] {
  return entries.flatMap(({ event, code, before, after }) => {
    if (code !== null) return [];
    const sides = auditSides[event];
    return [
      ...(HAS_BEFORE.has(sides) && before === null ? [`${event} has no before`] : []),
      ...(sides === 'either' && before === null && after === null ? [`${event} has no side`] : []),
      ...(HAS_AFTER.has(sides) && after === null ? [`${event} has no after`] : []),
    ];
  });
}
