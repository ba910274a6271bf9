/** What somebody says of himself beside the link (O-09); empty where he says nothing. */
export interface ClaimValues {
  email: string;
  phone: string;
  personName: string;
}

/** What was really said. */
export function claimsOf(values: ClaimValues): Partial<ClaimValues> {
  const said = Object.entries(values).filter(([, value]: [string, string]) => value.trim() !== '');
  return Object.fromEntries(said);
}
