// Opens the product's window on a double of its border: `?scenario=…&language=…&theme=…&zoom=…`.
import { language as languageShape } from '#protocol/shapes.ts';
import { settings as settingsShape } from '#protocol/shell.ts';
import { makeApp } from '#app/make-app.ts';
import { makeFakeClient } from './fake-client.ts';
import { scenarios } from './scenarios.ts';

const asked = new URLSearchParams(location.search);
const name = asked.get('scenario') ?? 'sync';
const scenario = scenarios[name];
if (scenario === undefined) throw new Error(`no scenario ${name}`);

const client = makeFakeClient(scenario.engine, scenario.shell);
await client.shell.request('settings:set', {
  language: languageShape.parse(asked.get('language') ?? 'ru'),
  theme: settingsShape.shape.theme.parse(asked.get('theme') ?? 'light'),
});
location.hash = scenario.path;
const { app, router } = makeApp(client, true);
app.mount('#app');
await router.isReady();
// Until the answers are on the screen; a double answers at once.
await new Promise((resolve) => setTimeout(resolve, 300));
for (const { event, body } of scenario.tells ?? []) client.emit(event, body);
document.documentElement.dataset['ready'] = 'yes';
