import { describe, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { type Right, type Role, isOfClient, may } from '#domain/identity/rights.ts';
import { allowedFeatures, makeRouter } from '#app/router.ts';
import { features as productFeatures } from '#app/features.ts';
import type { Feature } from '#ui/frame/feature.ts';

const component = defineComponent({ render: () => null });

function feature(path: string, right: Right | null): Feature {
  return { path, titleKey: path, icon: 'info', right, routes: [{ path, component }] };
}

const features = [
  feature('/sale', 'sale.make'),
  feature('/people', 'user.manage'),
  feature('/settings', null),
];

const personOf = (role: Role | null) => ({
  isSignedIn: () => role !== null,
  may: (right: Right) => role !== null && may({ role }, right),
  isOfClient: () => role !== null && isOfClient(role),
});
const routerOf = (role: Role | null) => makeRouter(features, personOf(role));
const pathsOf = (all: readonly Feature[], role: Role) =>
  allowedFeatures(all, personOf(role)).map(({ path }) => path);

describe('the way around the window', () => {
  it('[G10] shows the features of the rights held, in their order', () => {
    expect(pathsOf(features, 'operator')).toEqual(['/sale', '/settings']);
  });

  it('shows the list of clients to staff, and a client’s people to their owner', () => {
    const [staff, client] = [
      { ...feature('/clients', 'contract.view'), people: 'staff' as const },
      { ...feature('/own-people', 'contract.view'), people: 'client' as const },
    ];
    expect(pathsOf([staff, client], 'client-manager')).toEqual(['/clients']);
    expect(pathsOf([staff, client], 'representative')).toEqual(['/own-people']);
  });

  it('[G10] an address without its right leads to the first feature of the person', async () => {
    const router = routerOf('operator');
    await router.push('/people');
    expect(router.currentRoute.value.path).toBe('/sale');
  });

  it.each([
    ['operator', '/sale'],
    ['administrator', '/people'],
    ['accountant', '/settings'],
  ] as const)('the home of %s is %s', async (role, home) => {
    const router = routerOf(role);
    await router.push('/');
    expect(router.currentRoute.value.path).toBe(home);
  });

  it('keeps the address while nobody is signed in', async () => {
    const router = routerOf(null);
    await router.push('/people');
    expect(router.currentRoute.value.path).toBe('/people');
  });

  it('an address that leads nowhere leads home', async () => {
    const router = routerOf('operator');
    await router.push('/nothing/here');
    expect(router.currentRoute.value.path).toBe('/sale');
  });

  it('every feature of the product has a path of its own and routes below it', () => {
    const paths = productFeatures.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, routes } of productFeatures) {
      expect(routes.every((route) => route.path.startsWith(path))).toBe(true);
    }
  });
});
