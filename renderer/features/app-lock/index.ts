export { default as LockScreen } from './LockScreen.vue';
