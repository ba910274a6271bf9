import type { Right } from '#domain/identity/rights.ts';
import type { BridgeMethod } from '#protocol/bridge.ts';
import {
  openMethodNames,
  routeMethodNames,
  routeMethods,
  type OpenRouteMethod,
  type RouteMethod,
} from '#protocol/bridge/route-methods.ts';
import { routes } from '#protocol/routes.ts';

/** open: also to nobody, before he signs in. Null: to everybody who signed in. */
export type MethodRight = Right | 'open' | null;

const routeRights = Object.fromEntries(
  routeMethodNames.map((method) => [method, routes[routeMethods[method]].right]),
) as Record<RouteMethod, Right | null>;

const openRights = Object.fromEntries(openMethodNames.map((method) => [method, 'open'])) as Record<
  OpenRouteMethod,
  'open'
>;

/**
 * The one table of what each method of the bridge needs; a method that stands for a route needs
 * what the route does.
 */
export const methodRights: Readonly<Record<BridgeMethod, MethodRight>> = {
  ...routeRights,
  ...openRights,
  'session:state': 'open',
  'session:signIn': 'open',
  'session:signOut': 'open',
  'password:prove': 'open',
  'registration:start': 'open',
  'registration:confirm': 'open',
  'application:file': 'open',
  'session:setPassword': null,
  'session:renew': null,
  'consent:refusalRead': null,
  'appPin:get': null,
  'appPin:set': null,
  'appPin:remove': null,
  // A locked session has no rights until it is opened again.
  'session:lock': 'open',
  'session:unlock': 'open',
  'programme:public': 'open',
  'terms:read': 'open',
  'terms:versions': 'open',
  'news:public': 'open',
  'news:mine': routes['news.mine'].right,
  'station:public': 'open',
  'feedback:send': 'open',
  'feedback:here': 'open',
  'station:context': 'open',
  'card:find': routes['sale.check'].right,
  'sale:authorize': routes['sale.authorize'].right,
  'sale:preview': routes['sale.preview'].right,
  'sale:enter': routes['sale.enter'].right,
  'sale:enterPreview': routes['sale.enter-preview'].right,
  'sale:capture': 'sale.make',
  'sale:reverse': 'sale.make',
  'sale:open': 'sale.view',
  'sale:recent': 'sale.view',
  'sale:slip': 'sale.view',
  'refund:slip': 'sale.view',
  'voice:challenge': 'sale.make',
  'voice:authorize': 'sale.make',
  'redemption:reserve': 'sale.make',
  'redemption:redeem': routes['asset.redeem'].right,
  'redemption:capture': 'sale.make',
  'redemption:reverse': 'sale.make',
  'statement:get': routes['statement.get'].right,
  'statement:export': routes['statement.get'].right,
  'table:workbook': null,
  'sync:state': 'open',
  'sync:now': 'sync.view',
  // What waits is also which cards are stopped: nobody whom the network does not know decides that.
  'sync:arrival': 'sync.view',
  'sync:resolve': 'workstation.manage',
  'sync:retry': 'workstation.manage',
  'fork:untold': 'sale.view',
  'fork:saved': 'sale.view',
  // The code is what allows it, as it is at the first start.
  'fork:rejoin': 'sync.view',
  'register:template': routes['register.import'].right,
  'register:preview': routes['register.import'].right,
  'register:import': routes['register.import'].right,
  'register:cancel': routes['register.import'].right,
  'client:put': routes['client.put'].right,
  // With the contacts that were typed: to whoever may change them.
  'client:waiting': routes['client.put'].right,
  'client:dropWaiting': routes['client.put'].right,
  'card:list': routes['card.list'].right,
  'card:get': routes['card.get'].right,
  'card:block': routes['card.block'].right,
  'card:takeBack': routes['card.take-back'].right,
  'limit:set': routes['limit.set'].right,
  'limit:remove': routes['limit.remove'].right,
  'limit:setMany': routes['limit.set-many'].right,
  'limit:previewMany': routes['limit.preview-many'].right,
  'user:list': routes['user.list'].right,
  'contract:list': routes['contract.list'].right,
  'station:list': routes['station.list'].right,
  'product:list': routes['product.list'].right,
  'refund:make': routes['sale.refund'].right,
  'exposure:leases': routes['exposure.leases'].right,
  'exposure:export': routes['exposure.leases'].right,
};
