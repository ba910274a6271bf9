import type { Feature } from '#ui/frame/feature.ts';
import SettingsScreen from './SettingsScreen.vue';

/** Other screens open one section by `/settings?section=security`. */
export const settingsFeature: Feature = {
  path: '/settings',
  titleKey: 'settings.title',
  icon: 'settings',
  right: null,
  routes: [{ path: '/settings', component: SettingsScreen }],
};
