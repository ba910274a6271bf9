/* One process of a crew: runs what it is sent, and ends when nobody is there to send. */
import type { Order } from './crew.ts';
import { faultNamed } from './faults.ts';
import { simulate } from './simulate.ts';

process.on('message', (order: Order) => {
  const { seed, steps, faultName } = order;
  const fault = faultName === null ? null : faultNamed(faultName);
  simulate({ seed, steps, fault }).then(
    (run) => process.send?.(run),
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});
