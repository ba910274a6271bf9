import type { SharedStep } from './ddl.ts';

const NAMED = { number: 230, name: 'captured-alerts' } as const;

/**
 * A captured fill keeps the alerts that it ended with: until now the row had those of its hold, and
 * whoever read it worked out the rest. One that ended below every limit has none.
 */
export const capturedAlerts: SharedStep = {
  sqlite: {
    ...NAMED,
    sql: `
UPDATE sale SET alerts = (
  SELECT CASE WHEN count(*) > 0 THEN json_group_array(json_set(told, '$.above', above)) END
  FROM (
    SELECT value AS told, json_extract(value, '$.above') + CASE json_extract(value, '$.measure')
      WHEN 'money' THEN amount_minor - hold_amount_minor
      WHEN 'volume' THEN volume_ml - hold_volume_ml ELSE 0 END AS above
    FROM json_each(sale.alerts))
  WHERE above > 0)
WHERE alerts IS NOT NULL AND state = 'captured';
`,
  },
  postgres: {
    ...NAMED,
    sql: `
UPDATE sale SET alerts = (
  SELECT jsonb_agg(jsonb_set(told, '{above}', to_jsonb(above)))::text
  FROM (
    SELECT told, (told->>'above')::bigint + CASE told->>'measure'
      WHEN 'money' THEN amount_minor - hold_amount_minor
      WHEN 'volume' THEN volume_ml - hold_volume_ml ELSE 0 END AS above
    FROM jsonb_array_elements(sale.alerts::jsonb) AS each (told)) AS ended
  WHERE above > 0)
WHERE alerts IS NOT NULL AND state = 'captured';
`,
  },
};
