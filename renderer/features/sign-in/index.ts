export { default as SignInScreen } from './SignInScreen.vue';
