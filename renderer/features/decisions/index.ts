import type { Feature } from '#ui/frame/feature.ts';
import DecisionsScreen from './DecisionsScreen.vue';

export const decisionsFeature: Feature = {
  path: '/decisions',
  titleKey: 'decisions.title',
  icon: 'waiting',
  right: 'account.recover',
  routes: [{ path: '/decisions', component: DecisionsScreen }],
};
