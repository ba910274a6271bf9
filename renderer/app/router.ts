import { type Router, createRouter, createWebHashHistory } from 'vue-router';
import type { Right } from '#domain/identity/rights.ts';
import type { Feature } from '#ui/frame/feature.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** What it takes to enter; filled from the feature that owns the route. */
    right?: Right | null;
  }
}

/** Features that a person may use, in the order of the navigation. */
export function allowedFeatures(
  features: readonly Feature[],
  may: (right: Right) => boolean,
): readonly Feature[] {
  return features.filter(({ right }) => right === null || may(right));
}

/** What the router asks about the person at the window. */
export interface Person {
  readonly isSignedIn: () => boolean;
  readonly may: (right: Right) => boolean;
}

/**
 * The way around the window. The address lives behind the `#` of the one page, so that a reload
 * comes back to the same screen. A screen without the right for it leads to the person's first
 * one; before anybody signed in no screen is shown, and the address is kept for him.
 */
export function makeRouter(features: readonly Feature[], { isSignedIn, may }: Person): Router {
  const home = (): string => allowedFeatures(features, may)[0]?.path ?? '/';
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...features.flatMap(({ right, routes }) =>
        routes.map((route) => ({ ...route, meta: { ...route.meta, right } })),
      ),
      { path: '/:rest(.*)*', component: () => import('./frame/NowhereScreen.vue') },
    ],
  });
  router.beforeEach(({ meta: { right }, path }) => {
    const open = right === null || (right !== undefined && may(right));
    return open || !isSignedIn() || path === home() ? true : home();
  });
  return router;
}
