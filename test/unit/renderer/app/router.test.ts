import { describe, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { type Right, type Role, may } from '#domain/identity/rights.ts';
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

function routerOf(role: Role | null) {
  return makeRouter(features, {
    isSignedIn: () => role !== null,
    may: (right) => role !== null && may({ role }, right),
  });
}

describe('the way around the window', () => {
  it('[G10] shows the features of the rights held, in their order', () => {
    const paths = allowedFeatures(features, (right) => may({ role: 'operator' }, right)).map(
      (f) => f.path,
    );
    expect(paths).toEqual(['/sale', '/settings']);
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
