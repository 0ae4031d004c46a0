/** Counts every answer of a webhook route with its code, time and size. */
import type { RequestHandler } from 'express';
import type { Meter } from '../ports/meter.ts';

export function meterRoute(meter: Meter, source: string): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    res.once('finish', () => {
      const seconds = (performance.now() - began) / 1000;
      const bytes = Number(req.headers['content-length'] ?? 0);
      meter.webhookRequest(source, res.statusCode, seconds, Number.isFinite(bytes) ? bytes : 0);
    });
    next();
  };
}
