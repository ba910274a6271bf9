export { default as ExplainsScreen } from './ExplainsScreen.vue';
export { default as InvitationScreen } from './InvitationScreen.vue';
export { default as RegistrationScreen } from './RegistrationScreen.vue';
export { default as TermsScreen } from './TermsScreen.vue';
