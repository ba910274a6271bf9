export { default as ContactsScreen } from './ContactsScreen.vue';
export { default as PaperScreen } from './PaperScreen.vue';
