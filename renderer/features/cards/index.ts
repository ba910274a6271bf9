import type { Feature } from '#ui/frame/feature.ts';
import CardScreen from './card/CardScreen.vue';
import CardsScreen from './card/CardsScreen.vue';
import BulkScreen from './bulk/BulkScreen.vue';
import ContractScreen from './contract/ContractScreen.vue';
import ContractsScreen from './contract/ContractsScreen.vue';
import GroupScreen from './group/GroupScreen.vue';
import PricesScreen from './PricesScreen.vue';

export const cardsFeature: Feature = {
  path: '/cards',
  titleKey: 'cards.title',
  icon: 'card',
  right: 'card.view',
  routes: [
    {
      path: '/cards',
      children: [
        { path: '', component: CardsScreen },
        { path: ':cardId', component: CardScreen, props: true },
      ],
    },
  ],
};

export const contractsFeature: Feature = {
  path: '/contracts',
  titleKey: 'cards.contracts.title',
  icon: 'contract',
  right: 'contract.view',
  routes: [
    {
      path: '/contracts',
      children: [
        { path: '', component: ContractsScreen },
        { path: ':contractId', component: ContractScreen, props: true },
        { path: ':contractId/groups/:groupId', component: GroupScreen, props: true },
        { path: ':contractId/limits', component: BulkScreen, props: true },
      ],
    },
  ],
};

export const pricesFeature: Feature = {
  path: '/prices',
  titleKey: 'cards.prices.title',
  icon: 'price',
  right: 'contract.change',
  routes: [{ path: '/prices', component: PricesScreen }],
};
