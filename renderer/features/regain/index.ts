export { default as RecoveryScreen } from './RecoveryScreen.vue';
export { default as ResendScreen } from './ResendScreen.vue';
