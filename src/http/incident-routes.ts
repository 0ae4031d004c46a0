/** The incidents of the API: report, list, show, timeline. */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { incidentContext } from '../artifacts/incident-context.ts';
import { describeEvent } from '../artifacts/timeline-text.ts';
import { needsOf } from '../domain/gates.ts';
import { type Incident, STATUSES } from '../domain/incident.ts';
import { cleanText } from '../domain/plain-text.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { UnknownIncident } from '../service/handle.ts';
import type { Parts } from '../service/parts.ts';
import { reportIncident } from '../service/report-incident.ts';
import type { Front } from './front.ts';
import { BAD_CURSOR, badRequest, sendProblem } from './problem.ts';
import { readBody } from './read-body.ts';

/** A page of signals is for people and exports; the count is on the incident. */
const MOST_SIGNALS = 1000;

const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((text) => cleanText(text, max * 4));

const Reported = z.strictObject({
  title: words(300).refine((text) => text !== '', 'must not be empty'),
  services: z.array(words(200)).max(50).default([]),
  description: words(10_000).default(''),
  by: words(200).default('api'),
});

const oneOf = <T extends string>(allowed: readonly T[]) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      [value]
        .flat()
        .flatMap((text) => text.split(','))
        .filter((text) => text !== ''),
    )
    .pipe(z.array(z.enum(allowed)))
    .default([]);

const Filter = z.object({
  status: oneOf(STATUSES),
  severity: oneOf(SEVERITIES),
  service: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

export function incidentRoutes({ parts }: Front): Router {
  const router = Router();
  const raw = express.raw({ type: () => true, limit: '1mb' });
  router.post('/api/v1/incidents', raw, (req, res) => report(parts, req, res));
  router.get('/api/v1/incidents', (req, res) => list(parts, req, res));
  router.get('/api/v1/incidents/:id', async (req, res) => {
    res.json(contextOf(parts, await incidentOf(parts, req)));
  });
  router.get('/api/v1/incidents/:id/timeline', (req, res) => timeline(parts, req, res));
  router.get('/api/v1/incidents/:id/signals', async (req, res) => {
    const { id } = await incidentOf(parts, req);
    res.json({ signals: await parts.store.signals(id, MOST_SIGNALS) });
  });
  return router;
}

async function report(parts: Parts, req: Request, res: Response): Promise<void> {
  const body = readBody(req.body, Reported);
  if (!body.ok) return sendProblem(res, body.error);
  const { title, services, description, by } = body.value;
  const actor = { kind: 'person', name: by, channel: 'api' } as const;
  const incident = await reportIncident(parts, { title, services, description, by: actor });
  res.status(201).location(`/api/v1/incidents/${incident.id}`).json(contextOf(parts, incident));
}

async function list(parts: Parts, req: Request, res: Response): Promise<void> {
  const filter = Filter.safeParse(req.query);
  if (!filter.success) {
    const said = z.prettifyError(filter.error);
    return sendProblem(res, badRequest(said, 'Correct the query.', 'bad-filter'));
  }
  const { status, severity, service = null, limit, cursor = null } = filter.data;
  try {
    const page = await parts.store.list({ status, severity, service, limit, cursor });
    const incidents = page.incidents.map((incident) => contextOf(parts, incident));
    res.json({ incidents, next_cursor: page.nextCursor });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sendProblem(res, BAD_CURSOR);
  }
}

async function timeline(parts: Parts, req: Request, res: Response): Promise<void> {
  const { id } = await incidentOf(parts, req);
  const entries = (await parts.store.timeline(id)).map(({ seq, event }) => ({
    seq,
    at: event.at,
    by: event.by.name,
    type: event.type,
    text: describeEvent(event),
  }));
  res.json({ entries });
}

export function contextOf(parts: Parts, incident: Incident): object {
  const { policy } = parts.settings();
  return incidentContext(incident, policy, needsOf(incident, policy));
}

/** Throws UnknownIncident for an id that is none. */
export async function incidentOf(parts: Parts, req: Request): Promise<Incident> {
  const id = String(req.params['id']);
  const loaded = /^INC-\d{4}-\d{2}-\d{2}-\d{3,6}$/.test(id) ? await parts.store.load(id) : null;
  if (loaded === null) throw new UnknownIncident(id);
  return loaded.incident;
}
