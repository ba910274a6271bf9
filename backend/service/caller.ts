import type { Grant, Role } from '#domain/identity/rights.ts';

/** Who asks, as far as it is proved. Made by `admit` alone; a use case never sees a token. */
export interface Caller {
  readonly workstation: CallingWorkstation | null;
  readonly person: CallingPerson | null;
  /** From where on the network, as the trail keeps it; left out where nobody knows. */
  readonly address?: string | null;
}

export interface CallingWorkstation {
  readonly workstationId: string;
  readonly stationId: string;
}

export interface CallingPerson {
  readonly userId: string;
  readonly sessionId: string;
  /** Where he signed in; null where that was at no workstation. */
  readonly workstationId: string | null;
  readonly role: Role;
  /** What a representative may do for his client; empty where the role alone says it. */
  readonly grants: readonly Grant[];
  /** The only client whose objects the person may see; null for the network's own people. */
  readonly clientId: string | null;
}

export const NOBODY: Caller = { workstation: null, person: null };
