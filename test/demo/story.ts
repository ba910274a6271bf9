import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { demoCards } from '#domain/demo/demo-cards.ts';
import type { Desk } from '../e2e/support/desk.ts';
import type { CuttableLink } from '../support/network/cuttable-link.ts';

const SETUP_MS = 60_000;
const SYNC_MS = 60_000;

/** What happened, for the table at the end. */
export interface Event {
  readonly name: string;
  readonly seen: string;
}

/** The acts of the demonstration at one desk, each seen on its screen before the next begins. */
export class Story {
  readonly events: Event[] = [];
  readonly #desk: Desk;
  readonly #folder: string;
  #shots = 0;

  constructor(desk: Desk, folder: string) {
    this.#desk = desk;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async join(address: string, code: string): Promise<void> {
    const { window } = this.#desk;
    await expect(window.getByText('С чего начать')).toBeVisible({ timeout: SETUP_MS });
    await this.#shot('first-run');
    await window.getByRole('button', { name: /^Присоединиться к сети/u }).click();
    await window.getByLabel('Адрес сервера').fill(address);
    await window.getByLabel('Одноразовый код').fill(code);
    await window.getByLabel('Название этого места').fill('Касса 1');
    await this.#shot('join');
    await window.getByRole('button', { name: 'Присоединиться' }).click();
    await this.#confirmRecoverySheet();
    await expect(window.getByRole('button', { name: 'Войти' })).toBeVisible({ timeout: SETUP_MS });
    this.#happened('the desk joined the network', 'sign-in screen after the recovery sheet');
  }

  async #confirmRecoverySheet(): Promise<void> {
    const { window } = this.#desk;
    const question = window.getByLabel(/введите группу №/u);
    await expect(question).toBeVisible({ timeout: SETUP_MS });
    await this.#shot('recovery-sheet');
    const label = await window.getByText(/введите группу № \d+/u).innerText();
    const number = Number(/№ (\d+)/u.exec(label)?.[1]);
    const group = await window
      .locator('.recovery-key code')
      .nth(number - 1)
      .innerText();
    await question.fill(group);
    await window.getByRole('button', { name: 'Лист у меня, продолжить' }).click();
  }

  async signIn(password: string): Promise<void> {
    const { window } = this.#desk;
    await window.getByLabel('Логин').fill('operator');
    await window.getByLabel(/^Пароль/u).fill(password);
    await window.getByRole('button', { name: 'Войти' }).click();
    await expect(window.getByRole('heading', { name: 'Продажа' })).toBeVisible();
  }

  async sellOnline(): Promise<void> {
    await this.#ask(cardOf('plenty'), '20,5');
    await this.#shot('online-ask');
    await this.#hold();
    await this.#shot('online-hold');
    await this.#capture('18,25');
    this.#happened('online sale', '18,25 l captured of 20,50 l held');
  }

  async refuseOverLimit(): Promise<void> {
    const { window } = this.#desk;
    await this.#ask(cardOf('small-limit'), '25');
    await window.keyboard.press('Control+Enter');
    const refusal = window.getByRole('button', { name: /^Взять 20,00 л/u });
    await expect(refusal).toBeVisible();
    await this.#shot('over-limit-refused');
    this.#happened('over-limit refusal explained', '25 l refused, 20,00 l offered instead');
    await window.keyboard.press('Escape');
  }

  /** Waits until the workstation holds leases for the card that it sold on. */
  async waitForLeases(): Promise<void> {
    await expect
      .poll(async () => (await this.#syncState()).leases.cardCount, { timeout: SYNC_MS })
      .toBeGreaterThan(0);
    await this.#untilSent();
  }

  async cutLink(link: CuttableLink): Promise<void> {
    link.cut();
    await expect(this.#desk.window.getByText('Нет связи', { exact: true })).toBeVisible({
      timeout: SYNC_MS,
    });
    await this.#shot('link-cut');
    this.#happened('link cut', 'the desk says so');
  }

  async sellOffline(): Promise<void> {
    await this.#ask(cardOf('plenty'), '15');
    await this.#hold();
    await this.#shot('offline-hold');
    await this.#capture('12,4');
    this.#happened('offline sale from a lease', '12,40 l captured, waiting to be sent');
  }

  /**
   * A second driver takes most of the lease; what he leaves is not enough, and the desk says how
   * much it is.
   */
  async refuseBeyondLease(): Promise<void> {
    const { window } = this.#desk;
    await this.#ask(cardOf('plenty'), '69,99');
    await this.#hold();
    await this.#ask(cardOf('plenty'), '40');
    await window.keyboard.press('Control+Enter');
    const offer = window.getByRole('button', { name: /^Взять /u });
    await expect(offer).toBeVisible();
    const largest = await offer.innerText();
    await this.#shot('beyond-lease-refused');
    this.#happened('refusal beyond the lease', `40 l refused, «${largest.split('\n')[0]}» offered`);
    await window.keyboard.press('Escape');
    await this.#cancelFill();
    this.#happened('offline fill cancelled', '69,99 l given back to the lease');
  }

  async #cancelFill(): Promise<void> {
    const { window } = this.#desk;
    await window.keyboard.press('Control+Digit1');
    await expect(window.getByText('Колонка 1: идёт отпуск')).toBeVisible();
    await window.keyboard.press('F4');
    await expect(window.getByText('Отменить отпуск?')).toBeVisible();
    await window.keyboard.press('Control+Enter');
    await expect(window.getByRole('button', { name: /^1 свободна/u })).toBeVisible();
  }

  /** kill -9 between hold and capture; the fill must still be there afterwards. */
  async killEngineInMidFill(password: string): Promise<void> {
    const { window } = this.#desk;
    await this.#ask(cardOf('plenty'), '8');
    await this.#hold();
    const before = (await this.#desk.pids()).engine;
    await this.#desk.signal('engine', 'SIGKILL');
    await expect
      .poll(async () => (await this.#desk.pids()).engine, { timeout: SYNC_MS })
      .not.toBe(before);
    await this.#shot('engine-killed');
    await expect(window.getByRole('button', { name: 'Войти' })).toBeVisible({ timeout: SYNC_MS });
    await this.signIn(password);
    await this.#shot('fill-still-open');
    await this.#capture('7,77');
    this.#happened('kill -9 of the engine between hold and capture', '7,77 l captured after it');
  }

  async mendLink(link: CuttableLink): Promise<void> {
    link.mend();
    await this.#untilSent();
    await this.#shot('all-sent');
    this.#happened('link back, everything sent', 'queue empty, head acknowledged');
  }

  /** Unlocked without the link, the operator is asked to sign in again once it is back. */
  async signInAgain(password: string): Promise<void> {
    const { window } = this.#desk;
    await window.getByRole('button', { name: 'Войти ещё раз' }).click();
    await this.signIn(password);
  }

  /** The statement of the card has every fill, whether it was sold with the link or without. */
  async readStatement(cardId: string): Promise<void> {
    const { window } = this.#desk;
    await window.evaluate((hash) => {
      location.hash = hash;
    }, `#/statement/card/${cardId}`);
    for (const litres of ['18,25', '12,40', '7,77']) {
      await expect(window.getByRole('gridcell', { name: litres }).first()).toBeVisible();
    }
    await this.#shot('statement');
    this.#happened('the statement shows all three fills', '18,25 l, 12,40 l and 7,77 l');
  }

  async #untilSent(): Promise<void> {
    await expect
      .poll(
        async () => {
          const { link, journalSeq, acknowledgedSeq } = await this.#syncState();
          return link === 'online' && journalSeq === acknowledgedSeq;
        },
        { timeout: SYNC_MS },
      )
      .toBe(true);
  }

  async #ask(pan: string, litres: string): Promise<void> {
    const { window } = this.#desk;
    await window.keyboard.press('F2');
    await window.getByRole('textbox', { name: 'Карта' }).fill(pan);
    await window.keyboard.press('Enter');
    await expect(window.getByText('Деньги договора')).toBeVisible();
    await window.getByRole('radio', { name: /АИ-95/u }).click();
    await window.getByRole('textbox', { name: 'Литров' }).fill(litres);
  }

  async #hold(): Promise<void> {
    await this.#desk.window.keyboard.press('Control+Enter');
    await expect(this.#desk.window.getByRole('button', { name: /^1 АИ-95/u })).toBeVisible();
  }

  async #capture(litres: string): Promise<void> {
    const { window } = this.#desk;
    await window.keyboard.press('Control+Digit1');
    await window.getByRole('textbox', { name: 'Налито по колонке' }).fill(litres);
    await window.keyboard.press('Control+Enter');
    await expect(window.getByText('Чек терминала')).toBeVisible();
    await this.#shot('slip');
    await window.getByRole('button', { name: 'Готово' }).click();
  }

  #syncState() {
    return this.#desk.window.evaluate(async () => {
      const { forecourt } = Object(globalThis);
      const answer = await forecourt.engine['sync:state']({});
      if (!answer.ok) throw new Error(answer.code);
      return answer.value;
    });
  }

  async #shot(name: string): Promise<void> {
    this.#shots += 1;
    const file = `${String(this.#shots).padStart(2, '0')}-${name}.png`;
    await this.#desk.window.screenshot({ path: join(this.#folder, file) });
  }

  #happened(name: string, seen: string): void {
    this.events.push({ name, seen });
    process.stdout.write(`· ${name}: ${seen}\n`);
  }
}

function cardOf(note: (typeof demoCards)[number]['note']): string {
  const card = demoCards.find((known) => known.note === note);
  if (card === undefined) throw new Error(`no demonstration card with ${note}`);
  return card.pan;
}
