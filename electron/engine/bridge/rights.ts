import type { Right } from '#domain/identity/rights.ts';
import type { BridgeMethod } from '#protocol/bridge.ts';
import { routes } from '#protocol/routes.ts';

/** open: also to nobody, before he signs in. Null: to everybody who signed in. */
export type MethodRight = Right | 'open' | null;

/**
 * The one table of what each method of the bridge needs; a method that stands for a route needs
 * what the route does.
 */
export const methodRights: Readonly<Record<BridgeMethod, MethodRight>> = {
  'session:state': 'open',
  'session:signIn': 'open',
  'session:signOut': 'open',
  'station:context': 'open',
  'card:find': routes['sale.check'].right,
  'sale:authorize': routes['sale.authorize'].right,
  'sale:capture': 'sale.make',
  'sale:reverse': 'sale.make',
  'sale:open': 'sale.view',
  'sale:recent': 'sale.view',
  'sale:slip': 'sale.view',
  'statement:get': routes['statement.get'].right,
  'statement:export': routes['statement.get'].right,
  'sync:state': 'open',
  'sync:now': 'sync.view',
  'register:preview': routes['register.import'].right,
  'register:import': routes['register.import'].right,
  'register:cancel': routes['register.import'].right,
  'card:list': routes['card.list'].right,
  'card:get': routes['card.get'].right,
  'card:issue': routes['card.issue'].right,
  'card:block': routes['card.block'].right,
  'card:unblock': routes['card.unblock'].right,
  'card:setPin': routes['card.set-pin'].right,
  'limit:set': routes['limit.set'].right,
  'limit:remove': routes['limit.remove'].right,
  'contract:list': routes['contract.list'].right,
  'contract:get': routes['contract.get'].right,
  'contract:sign': routes['contract.sign'].right,
  'contract:topUp': routes['contract.top-up'].right,
  'client:list': routes['client.list'].right,
  'station:list': routes['station.list'].right,
  'product:list': routes['product.list'].right,
  'price:set': routes['price.set'].right,
  'user:list': routes['user.list'].right,
  'user:create': routes['user.create'].right,
  'workstation:list': routes['workstation.list'].right,
  'workstation:code': routes['workstation.code'].right,
  'workstation:revoke': routes['workstation.revoke'].right,
  'recovery:get': routes['recovery.get'].right,
  'recovery:declare': routes['recovery.declare'].right,
  'exposure:list': routes['exposure.list'].right,
};
