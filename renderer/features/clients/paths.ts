// Addresses that the screens of this feature lead to.

export function clientPath(clientId: string): string {
  return `/clients/${encodeURIComponent(clientId)}`;
}

/** Its limits, money and cards have their own screen. */
export function contractPath(contractId: string): string {
  return `/contracts/${encodeURIComponent(contractId)}`;
}
