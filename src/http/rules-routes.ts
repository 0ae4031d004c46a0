/** POST /api/v1/rules/evaluate: what the rules would say to a payload; nothing is stored. */
import express, { Router } from 'express';
import { explain } from '../rules/explain.ts';
import { judge } from '../rules/judge.ts';
import { propose } from '../rules/propose.ts';
import { readAlertmanager } from '../webhooks/alertmanager.ts';
import { readJson } from '../webhooks/raw-body.ts';
import { bytesOf } from './delivery.ts';
import type { Front } from './front.ts';
import { sendProblem } from './problem.ts';

/** As many alerts are explained one by one; the proposal is over all. */
const EXPLAINED = 50;

export function rulesRoutes({ parts }: Front): Router {
  const router = Router();
  const raw = express.raw({ type: () => true, limit: '64mb' });
  router.post('/api/v1/rules/evaluate', raw, (req, res) => {
    const json = readJson(bytesOf(req.body));
    if (!json.ok) return sendProblem(res, json.error);
    const read = readAlertmanager(json.value, parts.clock.now());
    if (!read.ok) return sendProblem(res, read.error);
    const { rules } = parts.settings();
    const { signals, warnings } = read.value;
    const { severity, rule, reason, affectedServices, impact } = propose(rules, signals);
    res.json({
      proposal: { severity, rule, reason, affected_services: affectedServices, impact },
      alerts: signals.slice(0, EXPLAINED).map((signal) => ({
        name: signal.name,
        fingerprint: signal.fingerprint,
        status: signal.status,
        correlation_key: judge(rules, signal).correlationKey,
        explanation: explain(rules, signal),
      })),
      warnings,
    });
  });
  return router;
}
