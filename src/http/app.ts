/** The front room: one Express application over the service. */
import express, { type Express } from 'express';
import { tokenNeeded } from './access.ts';
import { alertmanagerRoute } from './alertmanager-route.ts';
import { changesRoute } from './changes-route.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import type { Front } from './front.ts';
import { incidentRoutes } from './incident-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { pagerdutyRoute } from './pagerduty-route.ts';
import { notFound, problemHandler, sendProblem } from './problem.ts';
import { rulesRoutes } from './rules-routes.ts';
import { sayRoute } from './say-route.ts';
import { workflowRoutes } from './workflow-routes.ts';

export function createApp(front: Front): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_req, res, next) => {
    res.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(alertmanagerRoute(front));
  app.use(pagerdutyRoute(front));
  app.use(changesRoute(front));
  app.use(operationRoutes(front));
  app.use('/api', tokenNeeded(front.apiToken));
  app.use(incidentRoutes(front));
  app.use(sayRoute(front));
  app.use(evidenceRoutes(front));
  app.use(workflowRoutes(front));
  app.use(rulesRoutes(front));
  app.use(deliveryRoutes(front));
  app.use((req, res) => sendProblem(res, notFound(`route ${req.method} ${req.path}`)));
  app.use(problemHandler(front.parts.log));
  return app;
}
