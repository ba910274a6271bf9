import pg from 'pg';
import { expect } from 'vitest';
import type { RouteId } from '#protocol/routes.ts';
import { LOCK, lockNumber } from '#store/postgres/locks.ts';
import { call, callRaw, outcomeOf, type TestAuth } from '../backend/http-client.ts';
import { makeSmallNetwork, type NetworkAt } from '../backend/small-network.ts';
import { asked, waitingForLocks } from './database.ts';
import { BackendProcesses, setupTokenOf, urlOf } from './processes.ts';

const PATIENCE = { timeout: 60_000 };

/** Backends of one network that are killed in the middle of a commit, and one that goes on. */
export class DyingBackends {
  readonly processes: BackendProcesses;
  /** As the backend knows it that goes on. */
  readonly network: NetworkAt;

  private constructor(processes: BackendProcesses, network: NetworkAt) {
    this.processes = processes;
    this.network = network;
  }

  static async begin(): Promise<DyingBackends> {
    const processes = await BackendProcesses.begin();
    const run = processes.serve();
    const [url, setupToken] = [await urlOf(run), await setupTokenOf(run)];
    const network = await makeSmallNetwork({ url, setupToken, nowMs: Date.now() });
    return new DyingBackends(processes, network);
  }

  get url(): string {
    return this.network.url;
  }

  /** Has another backend killed when all is written but the end of the audit trail. */
  async killedOver(routeId: RouteId, input: object, auth: TestAuth = {}): Promise<void> {
    const { processes } = this;
    const victim = processes.serve();
    const url = await urlOf(victim);
    const gate = new pg.Client({ connectionString: processes.url });
    await gate.connect();
    await gate.query('BEGIN');
    await gate.query(`SELECT pg_advisory_xact_lock(${LOCK.name}, ${lockNumber('audit')})`);
    const dying = callRaw(url, routeId, input, auth).then(outcomeOf, () => null);
    await expect.poll(() => waitingForLocks(processes.url), PATIENCE).toBe(1);
    victim.child.kill('SIGKILL');
    await victim.ended;
    await gate.query('COMMIT');
    await gate.end();
    expect(await dying).toBeNull();
    await expect.poll(() => waitingForLocks(processes.url), PATIENCE).toBe(0);
  }

  rows<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    return asked<Row>(this.processes.url, sql);
  }

  async many(of: string): Promise<number> {
    const rows = await this.rows<{ many: number }>(`SELECT count(*)::integer AS many FROM ${of}`);
    return rows[0]?.many ?? 0;
  }

  /** The secrets of the newest message of a template: its code, token or password. */
  async secretsOf(template: string): Promise<Readonly<Record<string, string>>> {
    const [newest] = await this.rows<{ secrets: string }>(
      `SELECT secrets FROM message WHERE template = '${template}'
       ORDER BY created_at_ms DESC, message_id DESC LIMIT 1`,
    );
    return JSON.parse(newest?.secrets ?? '{}');
  }

  async outcome(routeId: RouteId, input: object, auth: TestAuth = {}): Promise<string> {
    return outcomeOf(await callRaw(this.url, routeId, input, auth));
  }

  /** The trail has no gap and no line that was changed; nor have the books. */
  async expectWhole(): Promise<void> {
    const session = this.network.administrator;
    expect(await call(this.url, 'audit.verify', {}, { session })).toMatchObject({ fault: null });
    const verified = this.processes.verify();
    expect(await verified.ended, verified.text()).toBe(0);
  }

  dispose(): Promise<void> {
    return this.processes.dispose();
  }
}
