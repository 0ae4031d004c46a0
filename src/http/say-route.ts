/** POST /api/v1/incidents/:id/say: the same sentences as a PagerDuty note. */
import express, { Router } from 'express';
import { z } from 'zod';
import { cleanLine, cleanText } from '../domain/plain-text.ts';
import type { Refusal } from '../domain/refusal.ts';
import { speak } from '../service/speak.ts';
import type { Front } from './front.ts';
import { contextOf, incidentOf } from './incident-routes.ts';
import { type Problem, sendProblem } from './problem.ts';
import { readBody } from './read-body.ts';

const Said = z.strictObject({
  text: z
    .string()
    .max(25_000)
    .transform((text) => cleanText(text, 100_000)),
  by: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .transform((text) => cleanLine(text, 800))
    .default('api'),
});

export function sayRoute({ parts }: Front): Router {
  const router = Router();
  const raw = express.raw({ type: () => true, limit: '1mb' });
  router.post('/api/v1/incidents/:id/say', raw, async (req, res) => {
    const { id } = await incidentOf(parts, req);
    const body = readBody(req.body, Said);
    if (!body.ok) return sendProblem(res, body.error);
    const by = { kind: 'person', name: body.value.by, channel: 'api' } as const;
    const heard = await speak(parts, id, body.value.text, by);
    switch (heard.kind) {
      case 'done':
        res.json({ reply: heard.reply, incident: contextOf(parts, heard.incident) });
        return;
      case 'refused':
        return sendProblem(res, conflict(heard.refusal, heard.reply));
      case 'attempt':
        return sendProblem(res, noCommand(heard.reply));
      case 'talk':
        return sendProblem(res, noCommand('This text is no command.'));
    }
  });
  return router;
}

function conflict(refusal: Refusal, reply: string): Problem {
  return {
    status: 409,
    code: 'needs',
    title: 'Asked too early',
    detail: reply,
    remedy: refusal.needs.map((need) => need.remedy).join('; '),
    needs: refusal.needs,
  };
}

function noCommand(detail: string): Problem {
  return {
    status: 422,
    code: 'no-command',
    title: 'Not a command',
    detail,
    remedy: 'Say "help" for the sentences that are understood.',
  };
}
