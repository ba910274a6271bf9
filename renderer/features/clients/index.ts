import type { Feature } from '#ui/frame/feature.ts';
import ClientScreen from './client/ClientScreen.vue';
import ClientsScreen from './ClientsScreen.vue';
import OwnPeopleScreen from './person/OwnPeopleScreen.vue';

export const clientsFeature: Feature = {
  path: '/clients',
  titleKey: 'clients.title',
  icon: 'client',
  right: 'contract.view',
  people: 'staff',
  routes: [
    {
      path: '/clients',
      children: [
        { path: '', component: ClientsScreen },
        { path: ':clientId', component: ClientScreen, props: true },
      ],
    },
  ],
};

/** A client's owner and the people whom he lets in. */
export const ownPeopleFeature: Feature = {
  path: '/own-people',
  titleKey: 'clients.people.own',
  icon: 'people',
  right: 'account.manage',
  people: 'client',
  routes: [{ path: '/own-people', component: OwnPeopleScreen }],
};
