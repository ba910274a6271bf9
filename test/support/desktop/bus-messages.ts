// As much of the D-Bus wire as one service of the tests needs: messages in little-endian, with
// bodies of numbers, texts and lists of texts (https://dbus.freedesktop.org/doc/dbus-specification.html).

/** What kind a message is. */
export const CALL = 1;
export const REPLY = 2;
export const SIGNAL = 4;

/** Header fields by their numbers; what is not here is not needed. */
const FIELDS = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6 } as const;
const SENDER = 7;
const SIGNATURE = 8;
const HEADER_BYTES = 16;

/** A value and how it is written: `u` number, `s` text, `as` texts. */
export type Value =
  readonly ['u', number] | readonly ['s', string] | readonly ['as', readonly string[]];

export interface Outgoing {
  readonly type: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly destination?: string;
  readonly replySerial?: number;
  readonly body?: readonly Value[];
}

export interface Incoming {
  readonly type: number;
  readonly serial: number;
  readonly member: string;
  readonly sender: string;
  readonly replySerial: number;
  readonly body: BusReader;
}

/** Reads what stands at a place, each kind at its own alignment, counted from the beginning. */
export class BusReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get at(): number {
    return this.#at;
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  number(): number {
    this.align(4);
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  text(): string {
    return this.#chars(this.number());
  }

  signature(): string {
    return this.#chars(this.byte());
  }

  texts(): string[] {
    const end = this.number() + this.#at;
    const texts: string[] = [];
    while (this.#at < end) texts.push(this.text());
    return texts;
  }

  #chars(length: number): string {
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += length + 1;
    return text;
  }
}

class BusWriter {
  readonly bytes: number[] = [];

  align(to: number): void {
    while (this.bytes.length % to !== 0) this.bytes.push(0);
  }

  number(value: number): void {
    this.align(4);
    this.bytes.push(...[0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff));
  }

  text(value: string): void {
    const chars = Buffer.from(value);
    this.number(chars.length);
    this.bytes.push(...chars, 0);
  }

  signature(value: string): void {
    this.bytes.push(value.length, ...Buffer.from(value), 0);
  }

  value([kind, value]: Value): void {
    if (kind === 'u') return this.number(value);
    if (kind === 's') return this.text(value);
    const list = new BusWriter();
    for (const text of value) list.text(text);
    this.number(list.bytes.length);
    this.bytes.push(...list.bytes);
  }
}

export function encodeMessage(message: Outgoing): Buffer {
  const body = new BusWriter();
  for (const value of message.body ?? []) body.value(value);
  const fields = new BusWriter();
  for (const [name, code] of Object.entries(FIELDS)) {
    const value: unknown = Reflect.get(message, name);
    if (value === undefined) continue;
    fields.align(8);
    fields.bytes.push(code);
    fields.signature(name === 'path' ? 'o' : typeof value === 'number' ? 'u' : 's');
    fields.value(typeof value === 'number' ? ['u', value] : ['s', String(value)]);
  }
  if (message.body !== undefined) {
    fields.align(8);
    fields.bytes.push(SIGNATURE);
    fields.signature('g');
    fields.signature(message.body.map(([kind]) => kind).join(''));
  }
  const whole = new BusWriter();
  whole.bytes.push('l'.charCodeAt(0), message.type, 0, 1);
  for (const value of [body.bytes.length, message.serial, fields.bytes.length]) whole.number(value);
  whole.bytes.push(...fields.bytes);
  whole.align(8);
  return Buffer.from([...whole.bytes, ...body.bytes]);
}

/** The first whole message of what has come, and what follows it; null while it is not whole. */
export function decodeMessage(bytes: Buffer): { message: Incoming; rest: Buffer } | null {
  if (bytes.length < HEADER_BYTES) return null;
  const bodyLength = bytes.readUInt32LE(4);
  const fieldsEnd = HEADER_BYTES + bytes.readUInt32LE(12);
  const bodyAt = Math.ceil(fieldsEnd / 8) * 8;
  const end = bodyAt + bodyLength;
  if (bytes.length < end) return null;
  const header = new BusReader(bytes.subarray(0, fieldsEnd));
  const type = bytes.readUInt8(1);
  const found = new Map<number, string | number>();
  while (header.at < HEADER_BYTES) header.number();
  while (header.at < fieldsEnd) {
    header.align(8);
    const code = header.byte();
    const kind = header.signature();
    found.set(
      code,
      kind === 'u' ? header.number() : kind === 'g' ? header.signature() : header.text(),
    );
  }
  const message = {
    type,
    serial: bytes.readUInt32LE(8),
    member: String(found.get(FIELDS.member) ?? ''),
    sender: String(found.get(SENDER) ?? ''),
    replySerial: Number(found.get(FIELDS.replySerial) ?? 0),
    body: new BusReader(bytes.subarray(bodyAt, end)),
  };
  return { message, rest: bytes.subarray(end) };
}
