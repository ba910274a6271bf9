import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RECORDED } from './recorded.ts';

const fields = z.record(z.string(), z.array(z.string()));
const shape = z.strictObject({ inputs: fields, answers: fields });
export type KnownFields = z.infer<typeof shape>;

/** Which fields a build of a protocol knows, route by route. */
export function knownFields(protocol: number): KnownFields {
  const text = readFileSync(join(RECORDED, `fields-${protocol}.json`), 'utf8');
  return shape.parse(JSON.parse(text));
}
