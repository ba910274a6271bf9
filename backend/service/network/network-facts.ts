import { assert } from '#domain/assert.ts';
import type { NetworkFacts } from '../ports.ts';
import type { Service } from '../service.ts';

/**
 * The network of this backend.
 * @throws when there is none: no caller passes `admit` before it exists
 */
export async function networkOf({ stores }: Service): Promise<NetworkFacts> {
  const network = await stores.identity.network();
  assert(network !== null, 'a network exists');
  return network;
}
