import type { Feature } from '#ui/frame/feature.ts';
import MessagesScreen from './MessagesScreen.vue';

export const messagesFeature: Feature = {
  path: '/messages',
  titleKey: 'messages.title',
  icon: 'mail',
  right: 'message.view',
  routes: [{ path: '/messages', component: MessagesScreen }],
};
