import { z } from 'zod';
import { readJsonFile } from './json-file.ts';

/** The machine-wide file that IT deploys; what stands in it nobody at the desk can override. */
const machineConfig = z.strictObject({
  backendUrl: z
    .url({ protocol: /^https?$/u })
    .max(300)
    .nullable()
    .default(null),
  proxyUrl: z
    .url({ protocol: /^https?$/u })
    .max(300)
    .nullable()
    .default(null),
  /** Certificates of the company's own authority, PEM. */
  caFile: z.string().max(1000).nullable().default(null),
  workstationName: z.string().trim().min(1).max(200).nullable().default(null),
});
export type MachineConfig = z.infer<typeof machineConfig>;

const none: MachineConfig = {
  backendUrl: null,
  proxyUrl: null,
  caFile: null,
  workstationName: null,
};

/** A damaged file counts as none, and the caller tells the log. */
export function readMachineConfig(path: string): { config: MachineConfig; damaged: boolean } {
  const read = readJsonFile(path, machineConfig);
  const config = read.state === 'read' ? read.value : none;
  return { config: Object.freeze(config), damaged: read.state === 'damaged' };
}
