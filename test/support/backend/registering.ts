import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { call, callRaw } from './http-client.ts';
import { lastCode, registrationForm, type MemberNetwork } from './member-programme.ts';
import type { SmallNetwork } from './small-network.ts';

export type RegistrationPatch = Partial<RouteInput<'registration.start'>>;

/**
 * How somebody registers as a member of a network that each test starts anew.
 * @param at the network and its programme of members, as they are when something is asked
 */
export function registering(
  at: () => { readonly network: SmallNetwork; readonly programme: MemberNetwork },
) {
  const url = () => at().network.url;
  const form = (patch: RegistrationPatch) => registrationForm(at().programme, patch);
  const started = (patch: RegistrationPatch = {}) => call(url(), 'registration.start', form(patch));
  return {
    /** Asks as it comes, also to be refused. */
    start: (patch: RegistrationPatch = {}) => callRaw(url(), 'registration.start', form(patch)),
    started,
    confirm: (registrationId: string, code: string) =>
      callRaw(url(), 'registration.confirm', { registrationId, code }),
    /** A whole registration; the member's session and card. */
    async register(patch: RegistrationPatch = {}): Promise<RouteAnswer<'registration.confirm'>> {
      const { registrationId } = await started(patch);
      const code = await lastCode(at().network);
      return call(url(), 'registration.confirm', { registrationId, code });
    },
  };
}

export const sessionOf = ({ session }: RouteAnswer<'registration.confirm'>) => {
  return { session: session?.token ?? '' };
};
