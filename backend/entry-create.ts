import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { hiddenAnswers } from '#adapter/terminal/hidden-answers.ts';
import { newPassword, staffPassword } from '#domain/identity/password.ts';
import { refuse, type Result } from '#domain/result.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { NOBODY } from '#service/caller.ts';
import { createNetwork } from '#service/network/create-network.ts';
import type { CreateArguments } from './arguments-create.ts';
import { openService, type BackendStorage } from './entry-compose.ts';

export interface Beginning {
  readonly asked: CreateArguments;
  /** Makes the place ready; called only with a password that is good enough. */
  readonly storage: () => Promise<BackendStorage>;
  readonly log: Logger;
}

/**
 * Begins a network where nobody is at a desk yet: with its first station and administrator, and a
 * code by which the first workstation joins. Refused as `newPassword`, the storage and
 * `createNetwork` refuse, and with PASSWORD_MISSING where there is nobody to ask for it.
 * @throws when the password's file cannot be read, or the place cannot be used
 */
export async function beginNetwork({
  asked,
  storage,
  log,
}: Beginning): Promise<Result<RouteAnswer<'network.create'>>> {
  const password = await administratorPassword(asked);
  if (!password.ok) return password;
  const opened = await openService({ ...(await storage()), setupToken: null, log });
  if (!opened.ok) return opened;
  const { service, close } = opened.value;
  try {
    const { networkName, station, administrator } = asked.network;
    const commandId = service.ids.uuid();
    const first = { ...administrator, password: password.value };
    const input = { commandId, networkName, station, administrator: first };
    return await createNetwork(service, input, NOBODY);
  } finally {
    await close();
  }
}

async function administratorPassword({
  network,
  passwordFile,
}: CreateArguments): Promise<Result<string>> {
  const { login } = network.administrator;
  if (passwordFile !== null) {
    const password = (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/u, '');
    return newPassword({ password, repeat: password, login }, staffPassword);
  }
  if (!process.stdin.isTTY) return refuse('PASSWORD_MISSING');
  const questions = [`Password of ${login}: `, 'The same again: '];
  const terminal = { input: process.stdin, output: process.stderr };
  const [password = '', repeat = ''] = await hiddenAnswers(questions, terminal);
  return newPassword({ password, repeat, login }, staffPassword);
}
