import { describe, expect, it } from 'vitest';
import WaitingClients from '#features/clients/client/WaitingClients.vue';
import { waiting } from '#test/support/screens/clients/client-samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('what was entered of clients without the link', () => {
  it('[O-08] says what waits, what is on its way and what was not taken, and no contacts', async () => {
    const { wrapper } = await mounted(WaitingClients, { rows: waiting.rows }, {});
    const [waits, sent, refused] = wrapper.findAll('li');
    expect(waits?.text()).toContain('Телефон');
    expect(waits?.text()).toContain('ожидает отправки');
    expect(sent?.text()).toContain('новый клиент');
    expect(sent?.text()).toContain('отправляется');
    expect(refused?.text()).toContain('Контактное лицо, Эл. почта');
    expect(refused?.text()).toContain('Клиента уже изменили');
    expect(wrapper.text()).not.toContain('new@north.example');
  });

  it('lets nothing be done to what is on its way', async () => {
    const { wrapper } = await mounted(WaitingClients, { rows: waiting.rows }, {});
    const disabled = wrapper
      .findAll('li')
      .map((row) => row.findAll('button').map((one) => one.attributes('disabled') !== undefined));
    expect(disabled).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
  });
});
