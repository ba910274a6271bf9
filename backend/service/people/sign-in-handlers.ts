import { giveChallenge } from '../access/robot-check.ts';
import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { closeSession, listSessions, revokeSession } from './sessions.ts';
import { signIn } from './sign-in.ts';

type SignInRouteId = Extract<
  AnsweredRouteId,
  'robot.challenge' | 'session.open' | 'session.close' | 'session.list' | 'session.revoke'
>;

/** How people get in, and which of their sessions are open. */
export function signInHandlers(service: Service): Pick<Handlers, SignInRouteId> {
  return {
    'robot.challenge': () => giveChallenge(service),
    'session.open': (input) => signIn(service, input),
    'session.close': (_input, caller) => closeSession(service, caller),
    'session.list': (_input, caller) => listSessions(service, caller),
    'session.revoke': (input, caller) => revokeSession(service, input, caller),
  };
}
