import type { World } from '../world/world.ts';
import type { Office } from './office-steps.ts';

/** What a step of the office, or of more than one workstation, has to do with. */
export interface Stage {
  readonly world: World;
  readonly office: Office;
}
