import type { BridgeEvent, BridgeMethod } from '#protocol/bridge.ts';
import {
  openMethodNames,
  routeMethodNames,
  type OpenRouteMethod,
  type RouteMethod,
} from '#protocol/bridge/route-methods.ts';
import type { ShellEvent, ShellMethod } from '#protocol/shell.ts';

/**
 * The names that a window may call and hear, and no others. They are written out because a preload
 * loads no schema, but for those that are a route; `satisfies` holds the lists to the tables: one
 * name more or less does not compile.
 */

const engine = {
  'session:state': true,
  'session:signIn': true,
  'session:setPassword': true,
  'appPin:get': true,
  'appPin:set': true,
  'appPin:remove': true,
  'consent:refusalRead': true,
  'session:lock': true,
  'session:unlock': true,
  'session:renew': true,
  'session:signOut': true,
  'password:prove': true,
  'registration:start': true,
  'registration:confirm': true,
  'application:file': true,
  'programme:public': true,
  'terms:read': true,
  'terms:versions': true,
  'news:public': true,
  'news:mine': true,
  'station:public': true,
  'feedback:send': true,
  'feedback:here': true,
  'client:put': true,
  'client:waiting': true,
  'client:dropWaiting': true,
  'station:context': true,
  'card:find': true,
  'sale:authorize': true,
  'sale:preview': true,
  'sale:enter': true,
  'sale:enterPreview': true,
  'sale:capture': true,
  'sale:reverse': true,
  'sale:open': true,
  'sale:recent': true,
  'refund:make': true,
  'sale:slip': true,
  'refund:slip': true,
  'voice:challenge': true,
  'voice:authorize': true,
  'redemption:reserve': true,
  'redemption:redeem': true,
  'redemption:capture': true,
  'redemption:reverse': true,
  'statement:get': true,
  'statement:export': true,
  'table:workbook': true,
  'sync:state': true,
  'sync:resolve': true,
  'sync:retry': true,
  'sync:now': true,
  'sync:arrival': true,
  'fork:untold': true,
  'fork:saved': true,
  'fork:rejoin': true,
  'register:template': true,
  'register:preview': true,
  'register:import': true,
  'register:cancel': true,
  'card:list': true,
  'card:get': true,
  'card:block': true,
  'card:takeBack': true,
  'limit:set': true,
  'limit:remove': true,
  'limit:setMany': true,
  'limit:previewMany': true,
  'user:list': true,
  'contract:list': true,
  'station:list': true,
  'product:list': true,
  'exposure:leases': true,
  'exposure:export': true,
} as const satisfies Record<Exclude<BridgeMethod, RouteMethod | OpenRouteMethod>, true>;

const engineEvents = {
  'sync:changed': true,
  'session:changed': true,
  'sale:changed': true,
  'station:changed': true,
  'register:progress': true,
} as const satisfies Record<BridgeEvent, true>;

const shell = {
  'shell:state': true,
  'setup:demonstration': true,
  'setup:newNetwork': true,
  'setup:join': true,
  'keyStore:retry': true,
  'keyStore:recover': true,
  'settings:get': true,
  'settings:set': true,
  'file:save': true,
  'file:open': true,
  'certificate:read': true,
  'print:view': true,
  'link:open': true,
  'letterLink:take': true,
  'app:quit': true,
} as const satisfies Record<ShellMethod, true>;

const shellEvents = {
  'shell:changed': true,
  'quit:asked': true,
  'letterLink:came': true,
  'notice:opened': true,
} as const satisfies Record<ShellEvent, true>;

/** `Object.keys` of a literal that `satisfies` its table: the keys are the names. */
const namesOf = <N extends string>(table: Readonly<Record<N, true>>): N[] =>
  Object.keys(table) as N[];

export const exposedNames = {
  engine: [...namesOf(engine), ...openMethodNames, ...routeMethodNames],
  engineEvents: namesOf(engineEvents),
  shell: namesOf(shell),
  shellEvents: namesOf(shellEvents),
} as const;
