import type { Feature } from '#ui/frame/feature.ts';
import MembersScreen from './members/MembersScreen.vue';
import OwnCardsScreen from './members/OwnCardsScreen.vue';

export { default as ExplainsScreen } from './ExplainsScreen.vue';
export { default as InvitationScreen } from './InvitationScreen.vue';
export { default as RegistrationScreen } from './RegistrationScreen.vue';
export { default as TermsScreen } from './TermsScreen.vue';

/** Of whoever serves members. */
export const membersFeature: Feature = {
  path: '/members',
  titleKey: 'signin.members.title',
  icon: 'people',
  right: 'member.register',
  routes: [{ path: '/members', component: MembersScreen }],
};

/** Of a member himself. */
export const ownCardsFeature: Feature = {
  path: '/own-cards',
  titleKey: 'signin.members.own',
  icon: 'card',
  right: 'member.cards',
  routes: [{ path: '/own-cards', component: OwnCardsScreen }],
};
