/** One thing that a guard refuses. */
export interface Finding {
  /** Path from the top of the repository, with a line where known (`a/b.ts:12`). */
  readonly at: string;
  readonly rule: string;
  readonly message: string;
}

/** A guard looks at the tree under `root` and returns what it refuses; an empty list is a pass. */
export type Guard = (root: string) => Promise<readonly Finding[]>;

export const line = ({ at, rule, message }: Finding): string => `${at}  ${rule}: ${message}`;
