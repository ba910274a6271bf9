import type { Feature } from '#ui/frame/feature.ts';
import ProgrammeScreen from './ProgrammeScreen.vue';
import ProgrammesScreen from './ProgrammesScreen.vue';

export const programmesFeature: Feature = {
  path: '/programmes',
  titleKey: 'programmes.title',
  icon: 'document',
  right: 'programme.manage',
  routes: [
    { path: '/programmes', component: ProgrammesScreen },
    { path: '/programmes/:programmeId', component: ProgrammeScreen, props: true },
  ],
};
