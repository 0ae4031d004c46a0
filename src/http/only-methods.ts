/** 405 with the methods that the route has. */
import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (methods.includes(req.method)) return next();
    res.setHeader('Allow', methods.join(', '));
    sendProblem(res, {
      status: 405,
      code: 'method-not-allowed',
      title: 'Method not allowed',
      detail: `${req.method} is not for this route.`,
      remedy: `Use ${methods.join(' or ')}.`,
    });
  };
}
