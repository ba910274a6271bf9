import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { decideCase } from './decide-case.ts';
import { listCases } from './list-cases.ts';
import { openCase } from './open-case.ts';
import { provePassword } from './prove-password.ts';
import { recoverPassword } from './recover-password.ts';

type AccessRouteId = Extract<
  AnsweredRouteId,
  'password.recover' | 'password.prove' | `recovery-case.${string}`
>;

/** A forgotten password, and what staff decide about one. */
export function accessHandlers(service: Service): Pick<Handlers, AccessRouteId> {
  return {
    'password.recover': (input) => recoverPassword(service, input),
    'password.prove': (input) => provePassword(service, input),
    'recovery-case.list': (input) => listCases(service, input),
    'recovery-case.decide': (input, caller) => decideCase(service, input, caller),
    'recovery-case.open': (input, caller) => openCase(service, input, caller),
  };
}
