/** An access that was issued anew to somebody who stands before the desk (row V-17). */
export interface IssuedAccess {
  readonly programmeId: string;
  readonly login: string;
  /** For one sign-in, which asks for another; shown once and kept nowhere. */
  readonly password: string;
}
