export { default as FirstRunScreen } from './FirstRunScreen.vue';
export { default as RecoverySheetScreen } from './RecoverySheetScreen.vue';
export { useSetup } from './setup-state.ts';
