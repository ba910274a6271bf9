import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { FeedbackHere } from '#protocol/bridge/outside.ts';
import FeedbackPlace from '#features/feedback/FeedbackPlace.vue';
import WriteScreen from '#features/feedback/WriteScreen.vue';
import { mounted, press } from '../bridge/mounted.ts';

const waiting: FeedbackHere = {
  feedbackId: '01939c2e-0000-7000-8000-000000000001',
  programmeId: null,
  contactMasked: '+7•••01',
  writtenAtMs: Date.UTC(2026, 10, 22, 9),
  number: null,
  refusedCode: null,
};

async function open(written: FeedbackHere, rows: readonly FeedbackHere[] = [written]) {
  const { asked, wrapper } = await mounted(
    FeedbackPlace,
    { programmeId: 'steppe-cards' },
    { 'feedback:here': { rows }, 'feedback:send': written },
  );
  const type = async (contact: string, text: string): Promise<void> => {
    await wrapper.find('input').setValue(contact);
    await wrapper.find('textarea').setValue(text);
    await wrapper.find('form').trigger('submit');
    await flushPromises();
  };
  const sent = () => asked.filter(({ method }) => method === 'feedback:send');
  return { wrapper, type, sent };
}

describe('[N-26] the feedback form', () => {
  it('asks for a contact and a text, each at its field', async () => {
    const { wrapper, type, sent } = await open(waiting, []);
    await type('', 'Текст');
    expect(wrapper.find('[role="alert"]').text()).toContain('телефон');
    await type('8 916 000-00-01', ' ');
    expect(wrapper.find('[role="alert"]').text()).toContain('обращение');
    await type('позвоните', 'Текст');
    expect(wrapper.findAll('[role="alert"]')).toHaveLength(1);
    expect(sent()).toEqual([]);
  });

  it('sends what was written for the door it stands at, and empties itself', async () => {
    const { wrapper, type, sent } = await open(waiting);
    await type('8 916 000-00-01', ' Цена на табло другая ');
    expect(sent()[0]?.input).toMatchObject({
      programmeId: 'steppe-cards',
      contact: '+79160000001',
      text: 'Цена на табло другая',
    });
    expect(wrapper.find('textarea').element.value).toBe('');
  });

  it('says that it waits for the link, and lists it as waiting', async () => {
    const { wrapper, type } = await open(waiting);
    await type('8 916 000-00-01', 'Текст');
    expect(wrapper.find('[role="status"]').text()).toContain('как только появится связь');
    expect(wrapper.find('li').text()).toContain('Ожидает отправки');
    expect(wrapper.text()).not.toContain('79160000001');
  });

  it('says the number once the network has taken it', async () => {
    const { wrapper, type } = await open({ ...waiting, number: 17 });
    await type('8 916 000-00-01', 'Текст');
    expect(wrapper.find('[role="status"]').text()).toContain('17');
    expect(wrapper.find('li').text()).toContain('№ 17');
  });

  it('says why what waited was not taken', async () => {
    const refused = { ...waiting, refusedCode: 'PROGRAMME_NOT_FOUND' };
    const { wrapper } = await open(refused);
    expect(wrapper.find('li').text()).not.toContain('Ожидает');
    expect(wrapper.find('li .ui-tone--danger, li [class*="danger"]').exists()).toBe(true);
  });

  it('a text that is typed is not lost with one Escape', async () => {
    const { wrapper } = await mounted(
      WriteScreen,
      { programme: null },
      { 'feedback:here': { rows: [] } },
    );
    await wrapper.get('textarea').setValue('Не работает колонка');
    await press('Escape');
    expect(wrapper.emitted('back')).toBeUndefined();
    await press('Enter', true);
    expect(wrapper.emitted('back')).toHaveLength(1);
  });
});
