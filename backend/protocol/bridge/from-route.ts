import {
  openMethodNames,
  openMethods,
  routeMethodNames,
  routeMethods,
  type OpenRouteMethod,
  type RouteMethod,
  type RouteOf,
} from './route-methods.ts';
import { routes, type RouteId } from '../routes.ts';

/** What crosses the border where a method asks what a route asks. */
export const fromRoute = <K extends RouteId>(id: K) => ({
  input: routes[id].input as (typeof routes)[K]['input'],
  answer: routes[id].answer as (typeof routes)[K]['answer'],
});

type RouteBridge = { readonly [M in RouteMethod]: ReturnType<typeof fromRoute<RouteOf<M>>> };

type OpenBridge = {
  readonly [M in OpenRouteMethod]: ReturnType<typeof fromRoute<(typeof openMethods)[M]>>;
};

// Each entry is made of the route that stands beside the method's name.
export const routeBridge = Object.fromEntries(
  routeMethodNames.map((method) => [method, fromRoute(routeMethods[method])]),
) as unknown as RouteBridge;

// The same of public routes.
export const openBridge = Object.fromEntries(
  openMethodNames.map((method) => [method, fromRoute(openMethods[method])]),
) as unknown as OpenBridge;
