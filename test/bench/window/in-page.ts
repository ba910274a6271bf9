/** What runs inside the measured pages; each function stands for itself, it is sent as text. */

/**
 * Waits until the element can be used: shown, enabled, painted once.
 * @returns epoch ms
 */
export function whenUsable(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const element = document.querySelector(selector);
      const isThere = element !== null && element.getClientRects().length > 0;
      if (!isThere || element.matches(':disabled') || document.visibilityState !== 'visible') {
        setTimeout(look, 2);
        return;
      }
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    };
    look();
  });
}

/**
 * @returns epoch ms of the first paint of anything, also when it was before the question
 */
export function whenPainted(): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      if (paint === undefined) setTimeout(look, 2);
      else resolve(performance.timeOrigin + paint.startTime);
    };
    look();
  });
}

export function press(selector: string): void {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`nothing to press: ${selector}`);
  element.click();
}

/** Types into the fields and sends the form, as a person who is quick. */
export function fillAndSend(question: {
  readonly form: string;
  readonly values: Readonly<Record<string, string>>;
}): void {
  for (const [selector, value] of Object.entries(question.values)) {
    const field = document.querySelector(`${question.form} ${selector}`);
    if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${selector}`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  const form = document.querySelector(question.form);
  if (!(form instanceof HTMLFormElement)) throw new Error(`no form ${question.form}`);
  form.requestSubmit();
}
