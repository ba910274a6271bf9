import { sharedStep } from '../ddl.ts';

/** From where on the network somebody asked (rule G8); entries of before have none. */
export const auditAddresses = sharedStep(
  400,
  'audit-addresses',
  () => `
ALTER TABLE audit_entry ADD COLUMN address TEXT;
`,
);
