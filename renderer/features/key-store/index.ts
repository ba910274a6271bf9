export { default as KeyStoreScreen } from './KeyStoreScreen.vue';
