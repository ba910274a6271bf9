import { connect } from '#bridge/connect.ts';
import { makeApp } from './make-app.ts';

const { app } = makeApp(await connect(), import.meta.env.DEV);
app.mount('#app');
