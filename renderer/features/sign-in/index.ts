export type { OutsidePlace } from './outside-links.ts';
export { default as FirstPasswordScreen } from './FirstPasswordScreen.vue';
export { default as SignInScreen } from './SignInScreen.vue';
