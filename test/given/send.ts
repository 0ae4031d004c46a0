/** Posts a body as it is and reads the answer, whatever it is. */
import type { Context } from './house.ts';

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Context;
}

export async function send(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: text === '' ? null : JSON.parse(text) };
}
