import type { Feature } from '#ui/frame/feature.ts';
import SyncScreen from './SyncScreen.vue';

export const syncFeature: Feature = {
  path: '/sync',
  titleKey: 'sync.title',
  icon: 'refresh',
  right: 'sync.view',
  routes: [{ path: '/sync', component: SyncScreen }],
};
