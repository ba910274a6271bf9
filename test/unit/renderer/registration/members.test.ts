import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import FindMember from '#features/registration/members/FindMember.vue';
import MemberPanel from '#features/registration/members/MemberPanel.vue';
import { ownMember, servedMember } from '#test/support/screens/outside/member-scenarios.ts';
import { members } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('a member at a desk', () => {
  it('[R-17] is asked for by the whole phone', async () => {
    const { wrapper, asked } = await mounted(
      FindMember,
      { programme: members },
      { 'member:find': servedMember },
    );
    await wrapper.get('form').trigger('submit');
    expect(asked).toEqual([]);
    await wrapper.get('input').setValue('9161234567');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    const { programmeId } = members;
    expect(asked).toEqual([
      { method: 'member:find', input: { programmeId, phone: '+79161234567' } },
    ]);
  });

  it('[R-22] shows no whole number to whoever serves him, and all of it to himself', async () => {
    const served = await mounted(MemberPanel, { member: servedMember, served: true }, {});
    expect(served.wrapper.text()).toContain('990000••••••3417');
    expect(served.wrapper.text()).not.toContain('9900 0002 4055 3417');
    const own = await mounted(MemberPanel, { member: ownMember }, {});
    expect(own.wrapper.text()).toContain('9900 0002 4055 3417');
  });

  it('[R-16] [R-17] who has a card of either kind is offered no third', async () => {
    const [virtual] = ownMember.cards;
    const plastic = { ...virtual, cardId: 'card-2', kind: 'further', virtual: false, pan: null };
    const both = { ...ownMember, cards: [virtual, plastic] };
    const { wrapper } = await mounted(MemberPanel, { member: both }, {});
    expect(wrapper.text()).not.toContain('Добавить карту');
    expect((await mounted(MemberPanel, { member: ownMember }, {})).wrapper.text()).toContain(
      'Добавить карту',
    );
  });
});
