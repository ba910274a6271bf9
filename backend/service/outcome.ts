import { assert } from '#domain/assert.ts';
import { refuse, type Refusal, type Result } from '#domain/result.ts';
import { isCode, type Code } from '#protocol/codes.ts';

/** What every use case answers: a value, or a code that the protocol knows. */
export type Answer<T> = Result<T, Code>;

/**
 * A refusal of the domain as one of the protocol.
 * @throws when the protocol does not know the code: a bug, found by the first test that meets it
 */
export function refusalOf({ code, params }: Refusal): ReturnType<typeof refuse<Code>> {
  assert(isCode(code), `the protocol has no code ${code}`);
  return refuse(code, params);
}
