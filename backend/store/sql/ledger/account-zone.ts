/**
 * The SQL of the zone whose days an account is closed by: that of its contract or of its station;
 * accounts of no place follow UTC. Both engines read it alike.
 * @param accountId the SQL of the account id, a column or a parameter
 */
export function zoneOfAccount(accountId: string): string {
  return `coalesce(
    (SELECT zone FROM contract WHERE contract_id =
      CASE WHEN ${accountId} LIKE 'contract/%' THEN substr(${accountId}, 10) END),
    (SELECT zone FROM station WHERE station_id =
      CASE WHEN ${accountId} LIKE 'revenue/%'
        THEN substr(${accountId}, 9, length(${accountId}) - 12) END),
    'UTC')`;
}
