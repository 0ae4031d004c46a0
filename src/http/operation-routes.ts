/** Operations, as a server of the Prometheus family has them: metrics, liveness, readiness, reload. */
import { type RequestHandler, Router } from 'express';
import { operatorNeeded } from './access.ts';
import type { Front } from './front.ts';
import { onlyMethods } from './only-methods.ts';

export function operationRoutes(front: Front): Router {
  const router = Router();
  router.get('/metrics', async (req, res) => {
    const { contentType, body } = await front.exposition(req.headers.accept);
    res.setHeader('Content-Type', contentType);
    res.send(body);
  });
  router.get(['/-/healthy', '/healthz', '/livez'], (_req, res) => {
    res.type('text/plain').send('Tocsin is healthy.\n');
  });
  router.get(['/-/ready', '/readyz'], readiness(front));
  router.all(
    '/-/reload',
    onlyMethods('POST', 'PUT'),
    operatorNeeded(front.apiToken),
    async (_req, res) => {
      const { applied, text } = await front.reload();
      res
        .status(applied ? 200 : 400)
        .type('text/plain')
        .send(text);
    },
  );
  return router;
}

/** Readiness is the database and valid rules; what else is wrong is shown with `?verbose` and fails nothing. */
function readiness(front: Front): RequestHandler {
  return async (req, res) => {
    const { ready, components } = await front.readiness();
    res.status(ready ? 200 : 503);
    if ('verbose' in req.query) return void res.json({ ready, components });
    const wrong = Object.entries(components).filter(([, state]) => state !== 'ok');
    const reasons = wrong.map(([name, state]) => `${name}: ${state}\n`).join('');
    res.type('text/plain').send(ready ? 'Tocsin is ready.\n' : `Tocsin is not ready.\n${reasons}`);
  };
}
