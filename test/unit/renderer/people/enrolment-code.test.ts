import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import EnrolmentCodeDialog from '#features/people/EnrolmentCodeDialog.vue';
import { stations } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const list = (count: number) => ({ ...stations, rows: stations.rows.slice(0, count) });

/** The dialog as it opens in a network, and the field of its station. */
async function open(found: typeof stations) {
  const { wrapper, asked } = await mounted(
    EnrolmentCodeDialog,
    { open: false },
    { 'station:list': found },
  );
  await wrapper.setProps({ open: true });
  await flushPromises();
  const field = document.querySelector<HTMLInputElement>('[role="dialog"] input');
  if (field === null) throw new Error('there is no field for the station');
  return { asked, field };
}

describe('the code of a new workstation', () => {
  it('is for any station of the network: it is looked for by what is typed', async () => {
    const { asked, field } = await open(list(3));
    expect(field.value).toBe('');
    field.value = 'Талгар';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.at(-1)).toMatchObject({ method: 'station:list', input: { search: 'Талгар' } });
  });

  it('needs no choice where the network has one station', async () => {
    const { field } = await open(list(1));
    expect(field.value).toBe(stations.rows[0]?.name);
  });
});
