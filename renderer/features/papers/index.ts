import type { Feature } from '#ui/frame/feature.ts';
import PapersScreen from './PapersScreen.vue';

export { default as ContactsScreen } from './ContactsScreen.vue';
export { default as PaperScreen } from './PaperScreen.vue';

export const papersFeature: Feature = {
  path: '/papers',
  titleKey: 'papers.inside.title',
  icon: 'phone',
  right: null,
  routes: [{ path: '/papers', component: PapersScreen }],
};
