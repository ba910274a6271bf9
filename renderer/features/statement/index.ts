import type { Feature } from '#ui/frame/feature.ts';
import { usePreferences } from '#bridge/state/preferences-state.ts';
import MonthsScreen from './months/MonthsScreen.vue';
import OperationsScreen from './search/OperationsScreen.vue';
import StatementScreen from './StatementScreen.vue';
import { viewPaths } from './choice.ts';

/** Other screens open a statement by `/statement/card/:id` or `/statement/contract/:id`. */
export const statementFeature: Feature = {
  path: '/statement',
  titleKey: 'statement.title',
  icon: 'statement',
  right: 'statement.view',
  routes: [
    {
      path: '/statement',
      children: [
        { path: '', redirect: () => viewPaths[usePreferences().defaultReport] },
        { path: 'lines', component: StatementScreen },
        { path: 'operations', component: OperationsScreen },
        { path: 'months', component: MonthsScreen },
        { path: ':kind(card|contract)/:id', component: StatementScreen },
      ],
    },
  ],
};
