import type { Feature } from '#ui/frame/feature.ts';
import FeedbackScreen from './FeedbackScreen.vue';

export { default as WriteScreen } from './WriteScreen.vue';

export const feedbackFeature: Feature = {
  path: '/feedback',
  titleKey: 'messages.feedback.title',
  icon: 'mail',
  right: null,
  routes: [{ path: '/feedback', component: FeedbackScreen }],
};
