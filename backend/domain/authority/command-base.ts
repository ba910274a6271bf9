export interface CommandBase {
  readonly commandId: string;
  /** The authority's clock when it took the command up. */
  readonly atMs: number;
  /** Null for a command that a person gives in the office. */
  readonly workstationId: string | null;
}

export interface WorkstationCommand extends CommandBase {
  readonly workstationId: string;
}
