import type { Feature } from '#ui/frame/feature.ts';
import ApplicationsScreen from './ApplicationsScreen.vue';
import OneApplicationScreen from './OneApplicationScreen.vue';

export { default as ApplicationScreen } from './ApplicationScreen.vue';

export const applicationsFeature: Feature = {
  path: '/applications',
  titleKey: 'applications.name',
  icon: 'document',
  right: 'application.manage',
  routes: [
    { path: '/applications', component: ApplicationsScreen },
    { path: '/applications/:applicationId', component: OneApplicationScreen, props: true },
  ],
};
