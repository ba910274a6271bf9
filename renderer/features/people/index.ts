import type { Feature } from '#ui/frame/feature.ts';
import PeopleScreen from './PeopleScreen.vue';

export const peopleFeature: Feature = {
  path: '/people',
  titleKey: 'people.title',
  icon: 'people',
  right: 'user.unlock',
  routes: [{ path: '/people', component: PeopleScreen }],
};
