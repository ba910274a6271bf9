import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditEvents, isAuditEvent } from '#domain/audit/audit-event.ts';
import type { Route } from '#protocol/route.ts';
import { routes } from '#protocol/routes.ts';

const SERVICE = join(import.meta.dirname, '../../../../backend/service');

/** Commands of people: each is told under its own name, accepted or refused. */
const commands = Object.entries<Route>(routes)
  .filter(([, { changes, auth }]) => changes && (auth === 'user' || auth === 'desk'))
  .map(([routeId]) => routeId);

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesOf(path) : [readFileSync(path, 'utf8')];
  });
}

describe('[G8] the list of what the audit trail tells of', () => {
  it('names everything once', () => {
    expect(new Set(auditEvents).size).toBe(auditEvents.length);
  });

  it('has every command of a person, but those that the ledger tells one by one', () => {
    const untold = commands.filter((routeId) => !isAuditEvent(routeId));
    expect(untold.toSorted()).toEqual(['asset.redeem', 'sale.authorize']);
  });

  it('has nothing that no use case writes', () => {
    const told = new Set(commands);
    const text = sourcesOf(SERVICE).join('\n');
    const idle = auditEvents.filter((event) => !told.has(event) && !text.includes(`'${event}'`));
    expect(idle).toEqual([]);
  });
});
