import type { Feature } from '#ui/frame/feature.ts';
import NewsPage from './news/NewsPage.vue';
import StationsPage from './stations/StationsPage.vue';

export { default as NewsScreen } from './news/NewsScreen.vue';
export { default as StationsScreen } from './stations/StationsScreen.vue';

export const newsFeature: Feature = {
  path: '/news',
  titleKey: 'papers.news.title',
  icon: 'document',
  right: null,
  routes: [{ path: '/news', component: NewsPage }],
};

export const stationsFeature: Feature = {
  path: '/stations',
  titleKey: 'papers.stations.title',
  icon: 'fuel',
  right: null,
  routes: [{ path: '/stations', component: StationsPage }],
};
