import { sharedStep } from './ddl.ts';

/** Limits that a fill went above with their leave (row X-15); null where there are none. */
export const saleAlerts = sharedStep(
  180,
  'sale-alerts',
  ({ text, jsonType }) => `
ALTER TABLE sale ADD COLUMN alerts ${text} CHECK (alerts IS NULL OR ${jsonType('alerts')} = 'array');
CREATE INDEX sale_alerted ON sale (booked_at_ms, sale_id) WHERE alerts IS NOT NULL;
`,
);
