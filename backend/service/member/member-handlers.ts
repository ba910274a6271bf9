import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { addKit, getAssignment, putAssignment } from './assignments.ts';
import { confirmRegistration } from './confirm-registration.ts';
import { addMemberCard, findMember, getMember } from './members.ts';
import { resendCode } from './resend-code.ts';
import { startAtDesk, startRegistration } from './start-registration.ts';

type MemberRouteId = Extract<
  AnsweredRouteId,
  `registration.${string}` | `member.${string}` | `kit.${string}` | `assignment.${string}`
>;

/** How people become members, and by which cards they take part. */
export function memberHandlers(service: Service): Pick<Handlers, MemberRouteId> {
  return {
    'registration.start': (input, caller) => startRegistration(service, input, caller),
    'registration.start-at-desk': (input, caller) => startAtDesk(service, input, caller),
    'registration.resend': (input, caller) => resendCode(service, input, caller),
    'registration.confirm': (input, caller) => confirmRegistration(service, input, caller),
    'member.get': (input, caller) => getMember(service, input, caller),
    'member.find': (input, caller) => findMember(service, input, caller),
    'member.add-card': (input, caller) => addMemberCard(service, input, caller),
    'kit.add': (input, caller) => addKit(service, input, caller),
    'assignment.get': (input) => getAssignment(service, input),
    'assignment.put': (input, caller) => putAssignment(service, input, caller),
  };
}
