import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { acceptTerms, listConsents, withdrawConsent } from './consents.ts';
import { keepTold } from './told-consent.ts';
import { askErasure, eraseAccount, listErasures } from './erasure.ts';
import { declineErasure, takeBackErasure } from './undone-erasure.ts';

/** What people accepted, take back, and want forgotten. */
export function consentHandlers(service: Service) {
  return {
    'consent.list': (_input, caller) => listConsents(service, caller),
    'consent.accept': (input, caller) => acceptTerms(service, input, caller),
    'consent.told': (input, caller) => keepTold(service, input, caller),
    'consent.withdraw': (input, caller) => withdrawConsent(service, input, caller),
    'account.erase-request': (input, caller) => askErasure(service, input, caller),
    'account.erase-take-back': (input, caller) => takeBackErasure(service, input, caller),
    'account.erase-decline': (input, caller) => declineErasure(service, input, caller),
    'account.erasures': () => listErasures(service),
    'account.erase': (input, caller) => eraseAccount(service, input, caller),
  } satisfies Partial<Handlers>;
}
