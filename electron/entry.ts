import { start } from '#main/start.ts';

void start();
