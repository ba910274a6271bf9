/** Fields that say how a person is called. */
export const personNameFields: ReadonlySet<string> = new Set([
  'personName',
  'contactName',
  'holder',
  'receiverName',
]);

/** What people and organisations are called by, wherever it is asked. */
export const nameFields: ReadonlySet<string> = new Set([
  ...personNameFields,
  'clientName',
  'displayName',
  'legalName',
  'name',
  'networkName',
]);
