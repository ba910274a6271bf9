import type { Feature } from '#ui/frame/feature.ts';
import VoiceScreen from './VoiceScreen.vue';

export const voiceFeature: Feature = {
  path: '/voice',
  titleKey: 'voice.title',
  icon: 'phone',
  right: 'sale.vouch',
  routes: [{ path: '/voice', component: VoiceScreen }],
};
