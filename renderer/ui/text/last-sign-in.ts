import type { Format } from '../format/format.ts';

/** What is told of the last sign-in. */
export interface LastSignIn {
  readonly last: {
    readonly atMs: number;
    readonly workstationName: string | null;
    readonly stationName: string | null;
  } | null;
  readonly errorCount: number;
}

/** «22.11.2026 09:00, АЗС № 17, Касса 2»; null where nobody has signed in before. */
export function lastSignInText({ last }: LastSignIn, format: Format): string | null {
  if (last === null) return null;
  const { atMs, stationName, workstationName } = last;
  const place = [stationName, workstationName].filter((name) => name !== null);
  return [format.dateTime(atMs), ...place].join(', ');
}
