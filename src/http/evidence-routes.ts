/** Documents of an incident: its report, its postmortem, its pictures, and each piece of evidence with the frozen answer. */
import { type Request, type Response, Router } from 'express';
import type { Evidence } from '../domain/evidence.ts';
import type { Incident } from '../domain/incident.ts';
import type { Result } from '../domain/refusal.ts';
import { chartOf, overviewOf } from '../service/charts.ts';
import { postmortemText, reportText } from '../service/documents.ts';
import type { Front } from './front.ts';
import { incidentOf } from './incident-routes.ts';
import { notFound, type Problem, sendProblem } from './problem.ts';

export function evidenceRoutes({ parts }: Front): Router {
  const router = Router();
  router.get('/api/v1/incidents/:id/report.md', async (req, res) => {
    const incident = await incidentOf(parts, req);
    res.type('text/markdown').send(await reportText(parts, incident));
  });
  router.get('/api/v1/incidents/:id/postmortem.md', async (req, res) => {
    const incident = await incidentOf(parts, req);
    res.type('text/markdown').send(await postmortemText(parts, incident));
  });
  router.get('/api/v1/incidents/:id/overview.svg', async (req, res) => {
    sendPicture(res, await overviewOf(parts, await incidentOf(parts, req)));
  });
  // Before the evidence itself, whose address would fit as well.
  router.get('/api/v1/incidents/:id/evidence/:eid.svg', async (req, res) => {
    const incident = await incidentOf(parts, req);
    const evidence = evidenceOf(incident, req);
    if (evidence === undefined) return sendProblem(res, UNKNOWN_EVIDENCE);
    sendPicture(res, await chartOf(parts, incident, evidence));
  });
  router.get('/api/v1/incidents/:id/evidence/:eid', async (req, res) => {
    const incident = await incidentOf(parts, req);
    const evidence = evidenceOf(incident, req);
    if (evidence === undefined) return sendProblem(res, UNKNOWN_EVIDENCE);
    res.json({ ...evidence, answer: await parts.store.answer(incident.id, evidence.id) });
  });
  return router;
}

const UNKNOWN_EVIDENCE = notFound('such evidence on this incident');

function evidenceOf({ evidence }: Incident, req: Request): Evidence | undefined {
  const id = String(req.params['eid']).toUpperCase();
  return evidence.find((each) => each.id === id);
}

/** A browser that opens it by itself runs and fetches nothing, whatever its labels say. */
function sendPicture(res: Response, picture: Result<string, string>): void {
  if (!picture.ok) {
    sendProblem(res, noPicture(picture.error));
    return;
  }
  res.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
  res.type('image/svg+xml').send(picture.value);
}

function noPicture(detail: string): Problem {
  const remedy = 'GET the evidence without .svg to read its answer.';
  return { status: 404, code: 'no-picture', title: 'No picture', detail, remedy };
}
