import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import {
  listInvitations,
  prolongInvitation,
  resendInvitation,
  revokeInvitation,
  sendInvitation,
} from './invitations.ts';

/** Invitations, from both ends. */
export function invitationHandlers(service: Service) {
  return {
    'invitation.send': (input, caller) => sendInvitation(service, input, caller),
    'invitation.list': (input, caller) => listInvitations(service, input, caller),
    'invitation.resend': (input, caller) => resendInvitation(service, input, caller),
    'invitation.prolong': (input, caller) => prolongInvitation(service, input, caller),
    'invitation.revoke': (input, caller) => revokeInvitation(service, input, caller),
    'invitation.read': (input) => readInvitation(service, input),
    'invitation.accept': (input, caller) => acceptInvitation(service, input, caller),
  } satisfies Partial<Handlers>;
}
