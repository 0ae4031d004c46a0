import express from 'express';
import request from 'supertest';
import { expect, it } from 'vitest';
import { createAdmission } from '../../../src/http/admission.ts';

it('beyond the bound the answer is 503 at once, and there is room again afterwards', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const app = express().get('/', createAdmission(2), async (_req, res) => {
    await held;
    res.send('done');
  });
  const server = app.listen(0);
  const inside = [request(server).get('/'), request(server).get('/')].map((each) =>
    each.then((answer) => answer.status),
  );
  const refused = await untilRefused(server);
  expect(refused.body.code).toBe('overloaded');
  expect(refused.headers['retry-after']).toBe('1');
  letGo();
  expect(await Promise.all(inside)).toEqual([200, 200]);
  expect((await request(server).get('/')).status).toBe(200);
  server.close();
});

/** The first two requests may still be on their way: a request that waits inside is given up and asked again. */
async function untilRefused(server: Parameters<typeof request>[0]): Promise<request.Response> {
  for (;;) {
    const answer = await request(server)
      .get('/')
      .timeout(200)
      .catch(() => null);
    if (answer?.status === 503) return answer;
  }
}
