import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import {
  cancelContact,
  changeContact,
  confirmByCode,
  confirmByLink,
} from './contacts/change-contact.ts';
import { decideCase } from './cases/decide-case.ts';
import { getCase, listCases } from './cases/list-cases.ts';
import { openCase } from './cases/open-case.ts';
import { putPersonalData, readPersonalData } from './contacts/personal-data.ts';
import { provePassword } from './prove-password.ts';
import { recoverPassword } from './recover-password.ts';
import { resendInstructions } from './resend-instructions.ts';

type AccessRouteId = Extract<
  AnsweredRouteId,
  | 'password.recover'
  | 'password.prove'
  | 'instructions.resend'
  | `contact.${string}`
  | `personal-data.${string}`
  | `recovery-case.${string}`
>;

/** A forgotten password, what staff decide about one, and one's own contacts and data. */
export function accessHandlers(service: Service): Pick<Handlers, AccessRouteId> {
  return {
    'password.recover': (input, caller) => recoverPassword(service, input, caller),
    'password.prove': (input, caller) => provePassword(service, input, caller),
    'instructions.resend': (input, caller) => resendInstructions(service, input, caller),
    'contact.change': (input, caller) => changeContact(service, input, caller),
    'contact.confirm-code': (input, caller) => confirmByCode(service, input, caller),
    'contact.confirm-link': (input, caller) => confirmByLink(service, input, caller),
    'contact.cancel': (input, caller) => cancelContact(service, input, caller),
    'personal-data.get': (_input, caller) => readPersonalData(service, caller),
    'personal-data.put': (input, caller) => putPersonalData(service, input, caller),
    'recovery-case.list': (input) => listCases(service, input),
    'recovery-case.get': (input, caller) => getCase(service, input, caller),
    'recovery-case.decide': (input, caller) => decideCase(service, input, caller),
    'recovery-case.open': (input, caller) => openCase(service, input, caller),
  };
}
