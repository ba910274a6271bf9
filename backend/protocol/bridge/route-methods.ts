import type { RouteId } from '../routes.ts';

/**
 * Methods of the bridge that are a route and nothing else: the backend alone answers them, and only
 * to somebody whom it let in. Border, handler and right of each follow from its route.
 */
export const routeMethods = {
  'month:list': 'month.list',
  'operation:search': 'operation.search',
  'card:issue': 'card.issue',
  'card:unblock': 'card.unblock',
  'card:setPin': 'card.set-pin',
  'limit:list': 'limit.list',
  'limit:history': 'limit.history',
  'rules:set': 'rules.set',
  'group:list': 'card-group.list',
  'group:get': 'card-group.get',
  'group:put': 'card-group.put',
  'group:assign': 'card-group.assign',
  'group:dissolve': 'card-group.dissolve',
  'template:list': 'limit-template.list',
  'template:put': 'limit-template.put',
  'template:remove': 'limit-template.remove',
  'template:apply': 'limit-template.apply',
  'template:preview': 'limit-template.preview',
  'station:place': 'station.place',
  'contract:get': 'contract.get',
  'contract:sign': 'contract.sign',
  'contract:close': 'contract.close',
  'contract:topUp': 'contract.top-up',
  'client:list': 'client.list',
  'price:set': 'price.set',
  'user:list': 'user.list',
  'user:create': 'user.create',
  'user:put': 'user.put',
  'user:setClient': 'user.set-client',
  'station:getMany': 'station.get-many',
  'session:list': 'session.list',
  'session:listAll': 'session.list-all',
  'session:revoke': 'session.revoke',
  'audit:list': 'audit.list',
  'approval:list': 'approval.list',
  'approval:give': 'approval.give',
  'approval:refuse': 'approval.refuse',
  'programme:list': 'programme.list',
  'programme:shipped': 'programme.shipped',
  'programme:put': 'programme.put',
  'terms:publish': 'terms.publish',
  'workstation:list': 'workstation.list',
  'workstation:code': 'workstation.code',
  'workstation:revoke': 'workstation.revoke',
  'recovery:get': 'recovery.get',
  'recovery:declare': 'recovery.declare',
  'recovery:finish': 'recovery.finish',
  'hold:list': 'hold.list',
  'hold:void': 'hold.void',
  'contract:setTerms': 'contract.set-terms',
  'ledger:correct': 'ledger.correct',
  'ledger:lockPeriod': 'ledger.lock-period',
  'ledger:reopenPeriod': 'ledger.reopen-period',
  'ledger:locks': 'ledger.locks',
  'ledger:closings': 'ledger.closings',
  'voice:workstations': 'voice.workstations',
  'voice:reserve': 'voice.reserve',
  'exposure:shares': 'exposure.shares',
  'exposure:entries': 'exposure.entries',
} as const satisfies Record<string, RouteId>;

export type RouteMethod = keyof typeof routeMethods;
/** The route that a method stands for. */
export type RouteOf<M extends RouteMethod> = (typeof routeMethods)[M];

export const routeMethodNames = Object.keys(routeMethods) as RouteMethod[];
