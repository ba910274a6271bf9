import { describe, expect, it } from 'vitest';
import { codes } from '#protocol/codes.ts';
import { statusOf } from '#http/status.ts';

describe('status of a code', () => {
  it('every code is a refusal: 4xx or 5xx', () => {
    for (const code of codes) {
      expect(statusOf(code)).toBeGreaterThanOrEqual(400);
      expect(statusOf(code)).toBeLessThan(600);
    }
  });

  it('[G10] a right that is missing is 403, a thing that is not there 404', () => {
    expect(statusOf('FORBIDDEN')).toBe(403);
    expect(codes.filter((code) => code.endsWith('_NOT_FOUND')).map(statusOf)).toEqual(
      codes.filter((code) => code.endsWith('_NOT_FOUND')).map(() => 404),
    );
  });
});
