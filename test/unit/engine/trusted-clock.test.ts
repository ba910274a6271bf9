import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '#engine/journal/facts.ts';
import { openTrustedClock } from '#engine/journal/trusted-clock.ts';

const START_MS = Date.UTC(2026, 10, 21);

/** Facts in a map: what the journal's file keeps, without a file. */
function memoryFacts(): Facts {
  const kept = new Map<string, unknown>();
  // The map gives back what was put in under the same name.
  return {
    get: (name) => (kept.get(name) ?? null) as never,
    set: (name, value) => void kept.set(name, value),
  };
}

/** Both clocks of a machine, each moved by itself. */
function machine() {
  const at = { wallMs: START_MS, monotonicMs: 0 };
  return { at, clock: { nowMs: () => at.wallMs, monotonicMs: () => at.monotonicMs } };
}

const step = fc.record({
  passedMs: fc.integer({ min: 0, max: 3_600_000 }),
  setByMs: fc.oneof(fc.constant(0), fc.integer({ min: -1_000_000, max: 1_000_000 })),
});

describe('trusted time', () => {
  it('never goes back between two contacts, whatever is done to the wall clock', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { at, clock } = machine();
        const trusted = openTrustedClock(clock, memoryFacts());
        let before = trusted.nowMs();
        for (const { passedMs, setByMs } of steps) {
          at.wallMs += passedMs + setByMs;
          at.monotonicMs += passedMs;
          const now = trusted.nowMs();
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });

  it('is not believed once the wall clock was more than a minute back or five ahead, until the next contact', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { at, clock } = machine();
        const trusted = openTrustedClock(clock, memoryFacts());
        let setMs = 0;
        let doubted = false;
        for (const { passedMs, setByMs } of steps) {
          at.wallMs += passedMs + setByMs;
          at.monotonicMs += passedMs;
          setMs += setByMs;
          doubted ||= setMs < -60_000 || setMs > 300_000;
          expect(trusted.fault()).toBe(doubted ? 'CLOCK_UNTRUSTED' : null);
        }
        trusted.contact(START_MS + 5);
        expect(trusted.fault()).toBeNull();
        expect(trusted.nowMs()).toBe(START_MS + 5);
      }),
    );
  });

  it('keeps the difference to the backend through a restart', () => {
    const { at, clock } = machine();
    const facts = memoryFacts();
    openTrustedClock(clock, facts).contact(START_MS + 90_000);
    at.wallMs += 1_000;
    const again = openTrustedClock(clock, facts);
    expect(again.nowMs()).toBe(START_MS + 91_000);
    expect(again.fault()).toBeNull();
  });
});
