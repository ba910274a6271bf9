import { giveChallenge } from '../../access/robot-check.ts';
import type { Handlers } from '../../handler.ts';
import type { Service } from '../../service.ts';
import { ownLastSignIn, userLastSignIn } from '../last-sign-in.ts';
import { getPreferences, setPreferences } from '../preferences.ts';
import { closeSession, listSessions, revokeOthers, revokeSession } from '../sessions.ts';
import { keptAccess, ownAccessMark } from './kept-access.ts';
import { renewSession } from './renew-session.ts';
import { reportErrors } from './report-errors.ts';
import { setPassword } from './set-password.ts';
import { signIn } from './sign-in.ts';
import { unlockUser } from './unlock-user.ts';

/** How people get in and stay in, and what they want the product to be like. */
export function signInHandlers(service: Service) {
  return {
    'robot.challenge': () => giveChallenge(service),
    'session.open': (input, caller) => signIn(service, input, caller),
    'session.renew': (input, caller) => renewSession(service, input, caller),
    'session.close': (_input, caller) => closeSession(service, caller),
    'session.list': (_input, caller) => listSessions(service, caller),
    'session.revoke': (input, caller) => revokeSession(service, input, caller),
    'session.revoke-others': (_input, caller) => revokeOthers(service, caller),
    'password.set': (input, caller) => setPassword(service, input, caller),
    'sign-in.errors': (input, caller) => reportErrors(service, input, caller),
    'access.mark': (_input, caller) => ownAccessMark(service, caller),
    'access.kept': (input) => keptAccess(service, input),
    'sign-in.last': (_input, caller) => ownLastSignIn(service, caller),
    'user.last-sign-in': (input) => userLastSignIn(service, input),
    'user.unlock': (input, caller) => unlockUser(service, input, caller),
    'preferences.get': (_input, caller) => getPreferences(service, caller),
    'preferences.set': (input, caller) => setPreferences(service, input, caller),
  } satisfies Partial<Handlers>;
}
