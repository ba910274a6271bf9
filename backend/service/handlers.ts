import { ok } from '#domain/result.ts';
import {
  accruePoints,
  blockVoucher,
  issueVouchers,
  openPoints,
  reverseAccrual,
} from './asset/assets.ts';
import { applicationHandlers } from './application/application-handlers.ts';
import { feedbackHandlers } from './feedback/feedback-handlers.ts';
import { guestHandlers } from './guests/guest-handlers.ts';
import { leaseAsset, redeem } from './asset/redemptions.ts';
import { withinScope } from './access/client-scope.ts';
import { listAudit } from './audit/list-audit.ts';
import { verifyAudit } from './audit/verify-audit.ts';
import { cardHandlers } from './card/card-handlers.ts';
import { assignCards, dissolveGroup, getGroup, listGroups, putGroup } from './card/card-groups.ts';
import {
  correctEntry,
  listClosings,
  listLocks,
  lockPeriod,
  reopenPeriod,
  setTerms,
} from './ledger/books.ts';
import { listStaleHolds, voidHold } from './ledger/holds.ts';
import { clientHandlers } from './client/client-handlers.ts';
import { setUserClient } from './client/set-user-client.ts';
import { getChannels, setChannel, testChannel } from './message/channels.ts';
import { actOnMessage, getMessage, listMessages } from './message/messages.ts';
import { invitationHandlers } from './invitation/invitation-handlers.ts';
import { takeNotices } from './message/notices.ts';
import { memberHandlers } from './member/member-handlers.ts';
import { createNetwork } from './network/create-network.ts';
import { handshake } from './network/handshake.ts';
import { closeContract, getContract, topUp } from './office/contracts.ts';
import {
  applyTemplate,
  listTemplates,
  previewTemplate,
  putTemplate,
  removeTemplate,
} from './office/limit-templates.ts';
import {
  limitHistory,
  listLimits,
  previewLimits,
  removeLimit,
  setLimit,
  setLimits,
  setRules,
} from './office/limits.ts';
import { pageAnswer, pageQuestion } from './office/page.ts';
import { setPrice } from './office/prices.ts';
import { importRegister, missingGroups } from './office/registers.ts';
import { listMonths, searchOperations } from './office/history.ts';
import { getStatement } from './office/statement.ts';
import { placeStation } from './office/station-place.ts';
import type { AnsweredRouteId, Handlers } from './handler.ts';
import { accessHandlers } from './password-recovery/access-handlers.ts';
import { listAllSessions } from './people/all-sessions.ts';
import { giveApproval, listApprovals, refuseApproval } from './people/approvals.ts';
import { putUser } from './people/put-user.ts';
import { resetPassword } from './people/reset-password.ts';
import { getStaffRules, putStaffRules } from './people/staff-rules.ts';
import { signInHandlers } from './people/sign-in/sign-in-handlers.ts';
import { consentHandlers } from './consent/consent-handlers.ts';
import { programmeHandlers } from './programme/programme-handlers.ts';
import { createUser, listUsers } from './people/users.ts';
import {
  declareExposure,
  finishRecovery,
  getRecovery,
  reportRecovered,
} from './recovery/recovery.ts';
import { authorizeSale } from './sale/authorize-sale.ts';
import { checkCard } from './sale/check-card.ts';
import { enterSale, previewEntry } from './sale/enter-sale.ts';
import { refundSale } from './sale/refund-sale.ts';
import { captureSale, reverseSale } from './sale/finish-sale.ts';
import { previewSale } from './sale/preview-sale.ts';
import type { Service } from './service.ts';
import { compareJournal } from './sync/compare-journal.ts';
import { pullClientFeed, pullFeed } from './sync/feed.ts';
import { grantLeases, returnLease } from './sync/leases.ts';
import { pushJournal } from './sync/push-journal.ts';
import { offerSnapshot } from './sync/snapshots.ts';
import { giveVoiceKey, listCallers, reserveByVoice } from './voice/voice.ts';
import { enrol } from './workstation/enrol.ts';
import { makeEnrolmentCode } from './workstation/enrolment-code.ts';
import { replaceWorkstation } from './workstation/replace-workstation.ts';
import { openWorkstationSession } from './workstation/workstation-session.ts';
import { listWorkstations, revokeWorkstation } from './workstation/workstations.ts';

export type { AnsweredRouteId, Handlers };

type LeaseRouteId = Extract<
  AnsweredRouteId,
  | `voice.${string}`
  | `points.${string}`
  | `voucher.${string}`
  | `asset.${string}`
  | 'exposure.shares'
  | 'exposure.leases'
  | 'exposure.entries'
>;

/** Points and vouchers, fills by telephone, and what is out in leases. */
function leaseHandlers(service: Service): Pick<Handlers, LeaseRouteId> {
  const { stores, clock } = service;
  return {
    'voice.key': (_input, caller) => giveVoiceKey(service, caller),
    'voice.workstations': () => listCallers(service),
    'voice.reserve': (input, caller) => reserveByVoice(service, input, caller),
    'points.open': (input, caller) => openPoints(service, input, caller),
    'points.accrue': (input, caller) => accruePoints(service, input, caller),
    'points.reverse-accrual': (input, caller) => reverseAccrual(service, input, caller),
    'voucher.issue': (input, caller) => issueVouchers(service, input, caller),
    'voucher.block': (input, caller) => blockVoucher(service, input, caller),
    'asset.redeem': (input, caller) => redeem(service, input, caller),
    'asset.lease': (input, caller) => leaseAsset(service, input, caller),
    'exposure.shares': async (input, caller) =>
      pageAnswer(
        await stores.leases.shares({ ...pageQuestion(input, caller), group: input.group }),
        clock.nowMs(),
      ),
    'exposure.leases': async (input, caller) =>
      pageAnswer(await stores.leases.lines(pageQuestion(input, caller)), clock.nowMs()),
    'exposure.entries': async (input, caller) =>
      pageAnswer(await stores.leases.entries(pageQuestion(input, caller)), clock.nowMs()),
  };
}

/** Limits, rules, groups and templates. */
function limitHandlers(service: Service) {
  return {
    'limit.set': (input, caller) => setLimit(service, input, caller),
    'limit.remove': (input, caller) => removeLimit(service, input, caller),
    'limit.list': (input, caller) => listLimits(service, input, caller),
    'limit.history': (input, caller) => limitHistory(service, input, caller),
    'limit.set-many': (input, caller) => setLimits(service, input, caller),
    'limit.preview-many': (input) => previewLimits(service, input),
    'rules.set': (input, caller) => setRules(service, input, caller),
    'card-group.list': (input, caller) => listGroups(service, input, caller),
    'card-group.get': (input) => getGroup(service, input),
    'card-group.put': (input, caller) => putGroup(service, input, caller),
    'card-group.assign': (input, caller) => assignCards(service, input, caller),
    'card-group.dissolve': (input, caller) => dissolveGroup(service, input, caller),
    'limit-template.list': (input) => listTemplates(service, input),
    'limit-template.put': (input, caller) => putTemplate(service, input, caller),
    'limit-template.remove': (input, caller) => removeTemplate(service, input, caller),
    'limit-template.apply': (input, caller) => applyTemplate(service, input, caller),
    'limit-template.preview': (input) => previewTemplate(service, input),
    'sale.preview': (input) => previewSale(service, input),
    'station.place': (input, caller) => placeStation(service, input, caller),
  } satisfies Partial<Handlers>;
}

/** People and their sessions as administrators change them, and what waits for a second person. */
function administrationHandlers(service: Service) {
  return {
    'user.list': (input, caller) => listUsers(service, input, caller),
    'user.create': (input, caller) => createUser(service, input, caller),
    'user.set-client': (input, caller) => setUserClient(service, input, caller),
    'user.put': (input, caller) => putUser(service, input, caller),
    'user.reset-password': (input, caller) => resetPassword(service, input, caller),
    'staff-rules.get': () => getStaffRules(service),
    'staff-rules.put': (input, caller) => putStaffRules(service, input, caller),
    'session.list-all': (input, caller) => listAllSessions(service, input, caller),
    'audit.list': (input, caller) => listAudit(service, input, caller),
    'audit.verify': () => verifyAudit(service),
    'approval.list': (_input, caller) => listApprovals(service, caller),
    'approval.give': (input, caller) => giveApproval(service, input, caller),
    'approval.refuse': (input, caller) => refuseApproval(service, input, caller),
  } satisfies Partial<Handlers>;
}

/** Refunds, holds that stayed open, and the books. */
function bookHandlers(service: Service) {
  return {
    'sale.refund': (input, caller) => refundSale(service, input, caller),
    'sale.enter': (input, caller) => enterSale(service, input, caller),
    'sale.enter-preview': (input, caller) => previewEntry(service, input, caller),
    'hold.list': (input, caller) => listStaleHolds(service, input, caller),
    'hold.void': (input, caller) => voidHold(service, input, caller),
    'contract.set-terms': (input, caller) => setTerms(service, input, caller),
    'ledger.correct': (input, caller) => correctEntry(service, input, caller),
    'ledger.lock-period': (input, caller) => lockPeriod(service, input, caller),
    'ledger.reopen-period': (input, caller) => reopenPeriod(service, input, caller),
    'ledger.locks': () => listLocks(service),
    'ledger.closings': (input, caller) => listClosings(service, input, caller),
  } satisfies Partial<Handlers>;
}

/** The outgoing box and its channels. */
function messageHandlers(service: Service) {
  return {
    'message.list': (input, caller) => listMessages(service, input, caller),
    'message.get': (input, caller) => getMessage(service, input, caller),
    'message.retry': (input, caller) => actOnMessage(service, 'retry', input, caller),
    'message.cancel': (input, caller) => actOnMessage(service, 'cancel', input, caller),
    'message.bounced': (input, caller) => actOnMessage(service, 'bounced', input, caller),
    'notice.take': (input, caller) => takeNotices(service, input, caller),
    'channel.get': () => getChannels(service),
    'channel.set': (input, caller) => setChannel(service, input, caller),
    'channel.test': (input, caller) => testChannel(service, input, caller),
  } satisfies Partial<Handlers>;
}

/**
 * The use cases of one backend, each in the scope of who asks. `caller` comes from `admit`, `input`
 * from the route's schema.
 */
export function makeHandlers(service: Service): Handlers {
  return withinScope(service, allHandlers(service));
}

function allHandlers(service: Service): Handlers {
  const { stores, clock, readiness } = service;
  const { registers } = stores;
  return {
    'health.get': async () => ok({ status: 'ok' }),
    'ready.get': async () => ok({ status: readiness() }),
    'handshake.do': (input) => handshake(service, input),
    'network.create': (input, caller) => createNetwork(service, input, caller),
    ...signInHandlers(service),
    'workstation.code': (input, caller) => makeEnrolmentCode(service, input, caller),
    'workstation.enrol': (input, caller) => enrol(service, input, caller),
    'workstation.replace': (input, caller) => replaceWorkstation(service, input, caller),
    'workstation.session': (input) => openWorkstationSession(service, input),
    'recovery.report': (input, caller) => reportRecovered(service, input, caller),
    'recovery.get': () => getRecovery(service),
    'recovery.declare': (input, caller) => declareExposure(service, input, caller),
    'recovery.finish': (input, caller) => finishRecovery(service, input, caller),
    'workstation.list': () => listWorkstations(service),
    'workstation.revoke': (input, caller) => revokeWorkstation(service, input, caller),
    'register.import': (input, caller) => importRegister(service, input, caller),
    'register.missing-groups': (input) => missingGroups(service, input),
    'station.list': async (input, caller) =>
      pageAnswer(await registers.stations(pageQuestion(input, caller)), clock.nowMs()),
    'station.get-many': async ({ stationIds }) =>
      ok({ rows: [...(await registers.stationsById(stationIds))] }),
    'product.list': async (input, caller) =>
      pageAnswer(await registers.products(pageQuestion(input, caller)), clock.nowMs()),
    'price.set': (input, caller) => setPrice(service, input, caller),
    'contract.list': async (input, caller) =>
      pageAnswer(await registers.contracts(pageQuestion(input, caller)), clock.nowMs()),
    'contract.get': (input) => getContract(service, input),
    ...clientHandlers(service),
    ...invitationHandlers(service),
    'contract.close': (input, caller) => closeContract(service, input, caller),
    'contract.top-up': (input, caller) => topUp(service, input, caller),
    ...cardHandlers(service),
    ...messageHandlers(service),
    ...limitHandlers(service),
    'sale.check': (input) => checkCard(service, input),
    'sale.authorize': (input, caller) => authorizeSale(service, input, caller),
    'sale.capture': (input, caller) => captureSale(service, input, caller),
    'sale.reverse': (input, caller) => reverseSale(service, input, caller),
    ...accessHandlers(service),
    ...administrationHandlers(service),
    ...bookHandlers(service),
    'statement.get': (input, caller) => getStatement(service, input, caller),
    'month.list': (input) => listMonths(service, input),
    'operation.search': (input, caller) => searchOperations(service, input, caller),
    'lease.grant': (input, caller) => grantLeases(service, input, caller),
    'lease.return': (input, caller) => returnLease(service, input, caller),
    'feed.pull': (input, caller) => pullFeed(service, input, caller),
    'feed.client': (input, caller) => pullClientFeed(service, input, caller),
    'snapshot.offer': (input, caller) => offerSnapshot(service, input, caller),
    'journal.compare': (input, caller) => compareJournal(service, input, caller),
    'journal.push': (input, caller) => pushJournal(service, input, caller),
    ...leaseHandlers(service),
    ...programmeHandlers(service),
    ...consentHandlers(service),
    ...memberHandlers(service),
    ...applicationHandlers(service),
    ...feedbackHandlers(service),
    ...guestHandlers(service),
    'exposure.list': async () =>
      pageAnswer({ rows: await registers.exposure(), nextCursor: null }, clock.nowMs()),
  };
}
