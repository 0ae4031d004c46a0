/** Admission: beyond a bound of requests under way, the answer is 503 at once, which Alertmanager retries; never 429, which it drops. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

const MOST_UNDER_WAY = 256;

export function createAdmission(most = MOST_UNDER_WAY): RequestHandler {
  let underWay = 0;
  return (_req, res, next) => {
    if (underWay >= most) {
      sendProblem(res, {
        status: 503,
        code: 'overloaded',
        title: 'Overloaded',
        detail: `${most} deliveries are under way.`,
        remedy: 'Send it again; Alertmanager does so by itself.',
      });
      return;
    }
    underWay += 1;
    res.once('close', () => {
      underWay -= 1;
    });
    next();
  };
}
