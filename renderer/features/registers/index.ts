import type { Feature } from '#ui/frame/feature.ts';
import RegistersScreen from './RegistersScreen.vue';

export const registersFeature: Feature = {
  path: '/registers',
  titleKey: 'registers.nav',
  icon: 'upload',
  right: 'register.import',
  routes: [{ path: '/registers', component: RegistersScreen }],
};
