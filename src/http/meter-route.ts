/** Counts every answer of a webhook route with its code, time and size, and why it was refused where it was. */
import type { RequestHandler } from 'express';
import type { Meter } from '../ports/meter.ts';
import { PROBLEM_CODE } from './problem.ts';

export function meterRoute(meter: Meter, source: string): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    res.once('finish', () => {
      const seconds = (performance.now() - began) / 1000;
      const bytes = Number(req.headers['content-length'] ?? 0);
      meter.webhookRequest(source, res.statusCode, seconds, Number.isFinite(bytes) ? bytes : 0);
      const why: unknown = res.locals[PROBLEM_CODE];
      if (typeof why === 'string') meter.webhookRejected(source, why);
    });
    next();
  };
}
