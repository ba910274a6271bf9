import { type Router, createRouter, createWebHashHistory } from 'vue-router';
import type { Right } from '#domain/identity/rights.ts';
import type { Feature } from '#ui/frame/feature.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** What it takes to enter; filled from the feature that owns the route. */
    right?: Right | null;
    /** For whom alone it is, likewise. */
    people?: Feature['people'];
  }
}

/** What the router asks about the person at the window. */
export interface Person {
  readonly isSignedIn: () => boolean;
  readonly may: (right: Right) => boolean;
  /** Whether he sees one client's objects and nothing else. */
  readonly isOfClient: () => boolean;
}

type Worker = Pick<Person, 'may' | 'isOfClient'>;

/** Features that a person may use, in the order of the navigation. */
export function allowedFeatures(features: readonly Feature[], person: Worker): readonly Feature[] {
  return features.filter((feature) => mayUse(feature, person));
}

interface Access {
  readonly right: Right | null;
  readonly people?: Feature['people'];
}

function mayUse({ right, people }: Access, person: Worker): boolean {
  if (people !== undefined && (people === 'client') !== person.isOfClient()) return false;
  return right === null || person.may(right);
}

/**
 * The way around the window. The address lives behind the `#` of the one page, so that a reload
 * comes back to the same screen. A screen without the right for it leads to the person's first
 * one; before anybody signed in no screen is shown, and the address is kept for him.
 */
export function makeRouter(features: readonly Feature[], person: Person): Router {
  const home = (): string => allowedFeatures(features, person)[0]?.path ?? '/';
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...features.flatMap(({ right, people, routes }) =>
        routes.map((route) => ({
          ...route,
          meta: { ...route.meta, right, ...(people === undefined ? {} : { people }) },
        })),
      ),
      { path: '/:rest(.*)*', component: () => import('./frame/NowhereScreen.vue') },
    ],
  });
  router.beforeEach(({ meta: { right, ...of }, path }) => {
    const open = right !== undefined && mayUse({ right, ...of }, person);
    return open || !person.isSignedIn() || path === home() ? true : home();
  });
  return router;
}
