// Everything that the audit trail tells of (rule G8), by name. The list is closed: an entry under
// another name is not made, each name has its words in three languages, and the filter of the
// security log offers these and no others. A name is never changed or taken out: entries are kept
// under it for good.

/** How people come in, go out and get in again. */
const signingIn = [
  'sign-in',
  'sign-in.errors',
  'session.close',
  'session.renew',
  'session.revoke',
  'session.revoke-others',
  'password.prove',
  'password.recover',
  'password.set',
  'instructions.resend',
  'recovery-case.get',
  'recovery-case.open',
  'recovery-case.decide',
  'user.unlock',
] as const;

/** People and their accounts, as others change them and as they do themselves. */
const people = [
  'user.create',
  'user.put',
  'user.reset-password',
  'staff-rules.put',
  'user.set-client',
  'approval.ask',
  'approval.give',
  'approval.refuse',
  'account.open',
  'account.authority',
  'account.sheet',
  'account.erase-request',
  'account.erase-take-back',
  'account.erase-decline',
  'account.erase',
  'client-user.invite',
  'client-user.put',
  'client-user.remove',
  'invitation.send',
  'invitation.resend',
  'invitation.prolong',
  'invitation.revoke',
  'invitation.read',
  'invitation.accept',
  'personal-data.put',
  'preferences.set',
  'contact.change',
  'contact.cancel',
  'contact.confirm',
  'contact.confirm-code',
  'consent.accept',
  'consent.told',
  'consent.withdraw',
] as const;

/** Programmes, who asks to come under them, and what anybody writes to the network. */
const programmes = [
  'programme.put',
  'terms.publish',
  'assignment.put',
  'kit.add',
  'registration.start',
  'registration.start-at-desk',
  'registration.resend',
  'registration.confirm',
  'member.find',
  'member.add-card',
  'application.file',
  'application.enter',
  'application.see',
  'application.process',
  'application.reject',
  'feedback.send',
  'feedback.get',
  'feedback.answer',
  'feedback.close',
  'news.put',
  'news.withdraw',
  'station.describe',
] as const;

/** Clients, contracts, cards and limits. */
const office = [
  'client.get',
  'client.put',
  'contract.create',
  'contract.set-programme',
  'contract.sign',
  'contract.set-terms',
  'contract.top-up',
  'contract.close',
  'card.issue',
  'card.hand-over',
  'card.set-pin',
  'card.block',
  'card.unblock',
  'card.take-back',
  'card-group.put',
  'card-group.assign',
  'card-group.dissolve',
  'limit.set',
  'limit.remove',
  'limit.set-many',
  'limit-template.put',
  'limit-template.remove',
  'limit-template.apply',
  'rules.set',
  'register.import',
  'station.place',
  'price.set',
] as const;

/** The books, and what is spent by hand: sales are told by the ledger and by their journals. */
const books = [
  'sale.enter',
  'sale.refund',
  'hold.void',
  'voice.reserve',
  'ledger.correct',
  'ledger.lock-period',
  'ledger.reopen-period',
  'points.open',
  'points.accrue',
  'points.reverse-accrual',
  'voucher.issue',
  'voucher.block',
] as const;

/** How a network begins, its workstations, the outgoing box, and a network that is recovered. */
const network = [
  'network.create',
  'workstation.code',
  'workstation.enrol',
  'workstation.replace',
  'workstation.revoke',
  'recovery.declare',
  'recovery.finish',
  'channel.set',
  'channel.test',
  'message.show',
  'message.retry',
  'message.cancel',
  'message.bounced',
] as const;

/** What somebody did, or tried to do: a command's name in the field's terms, as `password.set`. */
export const auditEvents = [
  ...signingIn,
  ...people,
  ...programmes,
  ...office,
  ...books,
  ...network,
] as const;

export type AuditEvent = (typeof auditEvents)[number];

const known: ReadonlySet<string> = new Set(auditEvents);

/** Whether the trail tells of it under this name. */
export function isAuditEvent(name: string): name is AuditEvent {
  return known.has(name);
}
