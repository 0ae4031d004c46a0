/** Documents of an incident: its report, its postmortem, and each piece of evidence with the frozen answer. */
import { Router } from 'express';
import { postmortemText, reportText } from '../service/documents.ts';
import type { Front } from './front.ts';
import { incidentOf } from './incident-routes.ts';
import { notFound, sendProblem } from './problem.ts';

export function evidenceRoutes({ parts }: Front): Router {
  const router = Router();
  router.get('/api/v1/incidents/:id/report.md', async (req, res) => {
    const incident = await incidentOf(parts, req);
    res.type('text/markdown').send(await reportText(parts, incident, []));
  });
  router.get('/api/v1/incidents/:id/postmortem.md', async (req, res) => {
    const incident = await incidentOf(parts, req);
    res.type('text/markdown').send(await postmortemText(parts, incident, []));
  });
  router.get('/api/v1/incidents/:id/evidence/:eid', async (req, res) => {
    const incident = await incidentOf(parts, req);
    const id = String(req.params['eid']).toUpperCase();
    const evidence = incident.evidence.find((each) => each.id === id);
    if (evidence === undefined) return sendProblem(res, notFound('such evidence on this incident'));
    res.json({ ...evidence, answer: await parts.store.answer(incident.id, evidence.id) });
  });
  return router;
}
