import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useDoors } from '#bridge/state/doors-state.ts';
import FindMember from '#features/registration/members/FindMember.vue';
import MemberPanel from '#features/registration/members/MemberPanel.vue';
import { ownMember, servedMember } from '#test/support/screens/outside/member-scenarios.ts';
import { members } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

/** The words of a member's panel under a programme with these services. */
async function panel(member: object, selfService: readonly string[], how: object = {}) {
  const programme = { ...members, programmeId: ownMember.programmeId, selfService };
  const answers = { 'programme:public': { programmes: [programme], asOfMs: 1 } };
  const { wrapper } = await mounted(MemberPanel, { member, ...how }, answers);
  await useDoors().load();
  await flushPromises();
  return wrapper.text();
}

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
    expect(await panel(both, ['register-card'])).not.toContain('Добавить карту');
    expect(await panel(ownMember, ['register-card'])).toContain('Добавить карту');
    // Where the programme does not offer it, whoever serves him adds one.
    expect(await panel(ownMember, [])).not.toContain('Добавить карту');
    expect(await panel(ownMember, [], { served: true })).toContain('Добавить карту');
  });
});
