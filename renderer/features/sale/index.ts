import type { Feature } from '#ui/frame/feature.ts';
import SaleScreen from './SaleScreen.vue';

export const saleFeature: Feature = {
  path: '/sale',
  titleKey: 'sale.title',
  icon: 'fuel',
  right: 'sale.make',
  routes: [{ path: '/sale', component: SaleScreen }],
};
