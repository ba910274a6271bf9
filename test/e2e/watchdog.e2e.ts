import { expect, test } from './support/desk.ts';
import { signIn, startDemonstration } from './support/steps.ts';

for (const name of ['engine', 'backend', 'vault'] as const) {
  test(`the ${name} is killed: it is restarted and the window is told`, async ({ launch }) => {
    const desk = await launch();
    await startDemonstration(desk);
    await signIn(desk);
    const before = await desk.pids();
    await desk.window.evaluate((process) => {
      const told: string[] = [];
      Object.assign(globalThis, { told });
      Object(globalThis).forecourt.onShell('shell:changed', (body: unknown) => {
        told.push(Object(body).processes[process]);
      });
    }, name);

    const banner = desk.window.getByText(/Перезапускается/u).waitFor();
    await desk.signal(name, 'SIGKILL');
    await banner;
    const told = (): Promise<string[]> =>
      desk.window.evaluate(() => [...new Set<string>(Object(globalThis).told)]);
    await expect.poll(told, { timeout: 20_000 }).toEqual(['restarting', 'running']);

    expect((await desk.pids())[name]).not.toBe(before[name]);
    expect(await desk.phase()).toBe('ready');
    const context = (): Promise<unknown> =>
      desk.window.evaluate(async () => {
        const answer = await Object(globalThis).forecourt.engine['station:context']({});
        return answer.ok;
      });
    await expect.poll(context).toBe(true);
  });
}

test('the page dies: a fresh one takes its place and reaches the engine', async ({ launch }) => {
  const desk = await launch();
  await startDemonstration(desk);
  await desk.app.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    const reloaded = new Promise((resolve) => page?.once('did-finish-load', () => resolve(true)));
    page?.forcefullyCrashRenderer();
    await reloaded;
  });
  await expect
    .poll(() =>
      desk.app.evaluate(({ BrowserWindow }): Promise<unknown> | undefined =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          "forecourt.engine['sync:state']({}).then((answer) => answer.ok)",
        ),
      ),
    )
    .toBe(true);
});
