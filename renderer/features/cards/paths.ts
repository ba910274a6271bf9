// Addresses of the screens of this feature.

export function cardPath(cardId: string): string {
  return `/cards/${encodeURIComponent(cardId)}`;
}

export function contractPath(contractId: string): string {
  return `/contracts/${encodeURIComponent(contractId)}`;
}

export function clientPath(clientId: string): string {
  return `/clients/${encodeURIComponent(clientId)}`;
}

export function groupPath(contractId: string, groupId: string): string {
  return `${contractPath(contractId)}/groups/${encodeURIComponent(groupId)}`;
}

/**
 * The change of many limits of a contract, where the cards of a group may be chosen from the start.
 */
export function bulkPath(contractId: string, groupId: string | null = null): string {
  const group = groupId === null ? '' : `?group=${encodeURIComponent(groupId)}`;
  return `${contractPath(contractId)}/limits${group}`;
}

/** The same with a template to give to the chosen ones. */
export function templatePath(contractId: string, templateId: string): string {
  return `${bulkPath(contractId)}?template=${encodeURIComponent(templateId)}`;
}
