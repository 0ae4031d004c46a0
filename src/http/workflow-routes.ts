/** The workflow of an incident over the API: the step at hand, and the files that its steps leave behind. */
import { type Request, type Response, Router } from 'express';
import { STEP_NAMES } from '../artifacts/file-names.ts';
import { responseSummary } from '../artifacts/response-summary.ts';
import { contextText, sessionText } from '../artifacts/session-text.ts';
import { stepOutput } from '../artifacts/step-output.ts';
import type { StepNumber } from '../domain/marks.ts';
import { papersOf } from '../service/documents.ts';
import type { Parts } from '../service/parts.ts';
import { stepAtHand } from '../service/step-at-hand.ts';
import type { Front } from './front.ts';
import { incidentOf } from './incident-routes.ts';
import { notFound, sendProblem } from './problem.ts';

export function workflowRoutes({ parts }: Front): Router {
  const router = Router();
  router.get('/api/v1/incidents/:id/step', async (req, res) => {
    res.json(await stepAtHand(parts, await incidentOf(parts, req)));
  });
  // Plain text: what alerts said is in it, and no browser makes anything of it.
  router.get('/api/v1/incidents/:id/session.yaml', async (req, res) => {
    const { incident, policy, needs, reportPath } = await papers(parts, req);
    res.type('text/plain').send(sessionText(incident, policy, needs, reportPath));
  });
  router.get('/api/v1/incidents/:id/context.yaml', async (req, res) => {
    const { policy } = parts.settings();
    res.type('text/plain').send(contextText(await incidentOf(parts, req), policy));
  });
  router.get('/api/v1/incidents/:id/steps/:n/output.md', (req, res) => output(parts, req, res));
  router.get('/api/v1/incidents/:id/summary.md', async (req, res) => {
    res.type('text/markdown').send(responseSummary(await papers(parts, req)));
  });
  return router;
}

async function output(parts: Parts, req: Request, res: Response): Promise<void> {
  const of = await papers(parts, req);
  const n = Number(req.params['n']);
  const text = n in STEP_NAMES ? stepOutput(of, n as StepNumber) : '';
  if (text !== '') {
    res.type('text/markdown').send(text);
    return;
  }
  sendProblem(
    res,
    n in STEP_NAMES
      ? notFound(`output of step ${n} yet`, 'It is written when the step begins.')
      : notFound('such step', 'There are the steps 1 to 4.'),
  );
}

async function papers(parts: Parts, req: Request) {
  return papersOf(parts, await incidentOf(parts, req));
}
