import type { Voucher } from '#domain/voucher/voucher.ts';
import type {
  ExposureEntryRecord,
  ExposureGroup,
  ExposureLeaseRecord,
  ExposureShareRecord,
} from '#protocol/records/exposure.ts';
import type { LeaseHolder, LeaseStore, OpenLease } from '#service/lease-ports.ts';
import type { Page } from '#service/page-ports.ts';
import type { Clock } from '#service/ports.ts';
import { assetFrom } from '../../authority/stored-text.ts';
import type { SqlDatabase } from '../sql.ts';
import { exposureEntries, exposureLines, exposureShares } from './exposure-report.ts';

/** Leases that are out, on either engine. */
export class SqlLeaseStore implements LeaseStore {
  readonly #db: SqlDatabase;
  readonly #clock: Clock;

  constructor(db: SqlDatabase, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  holders(allowanceKeys: readonly string[], atMs: number): Promise<readonly LeaseHolder[]> {
    const keys = JSON.stringify(allowanceKeys);
    return this.#db.all<LeaseHolder>(
      `SELECT workstation_id AS workstationId, allowance_key AS allowanceKey,
         CAST(sum(granted - spent - returned) AS BIGINT) AS outstanding
       FROM lease
       WHERE ${this.#db.dialect.among('allowance_key', '@keys')}
         AND granted > spent + returned AND expires_at_ms > @atMs
       GROUP BY workstation_id, allowance_key ORDER BY workstation_id, allowance_key`,
      { keys, atMs },
    );
  }

  async assetContract(assetKey: string): Promise<string | null> {
    const row = await this.#db.get<{ contractId: string }>(
      'SELECT contract_id AS contractId FROM asset WHERE asset_key = @assetKey',
      { assetKey },
    );
    return row?.contractId ?? null;
  }

  async voucher(allowanceKey: string): Promise<Voucher | null> {
    const row = await this.#db.get<{ body: string }>(
      'SELECT body FROM asset WHERE asset_key = @allowanceKey',
      { allowanceKey },
    );
    const asset = row === undefined ? null : assetFrom(row);
    return asset?.kind === 'voucher' ? asset.voucher : null;
  }

  openLeases(
    workstationId: string,
    { after, limit }: { after: string; limit: number },
  ): Promise<readonly OpenLease[]> {
    return this.#db.all<OpenLease>(
      `SELECT lease_id AS leaseId, contract_id AS contractId, allowance_key AS allowanceKey,
         expires_at_ms AS expiresAtMs
       FROM lease
       WHERE workstation_id = @workstationId AND granted > spent + returned AND lease_id > @after
       ORDER BY lease_id LIMIT @limit`,
      { workstationId, after, limit },
    );
  }

  shares(question: {
    group: ExposureGroup;
    cursor: string | null;
    limit: number;
  }): Promise<Page<ExposureShareRecord>> {
    return exposureShares(this.#db, { ...question, atMs: this.#clock.nowMs() });
  }

  lines(question: { cursor: string | null; limit: number }): Promise<Page<ExposureLeaseRecord>> {
    return exposureLines(this.#db, { ...question, atMs: this.#clock.nowMs() });
  }

  entries(question: { cursor: string | null; limit: number }): Promise<Page<ExposureEntryRecord>> {
    return exposureEntries(this.#db, question);
  }
}
