import { expect, it } from 'vitest';
import type { Incident } from '../../../src/domain/incident.ts';
import { needOf } from '../../../src/domain/needs.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { given, observe, signal } from '../../given/story.ts';

const { incident } = given(observe([signal()]));

it.each([
  ['resolved', 'the incident is resolved', /^it reopens by itself when its alert fires again soon/],
  ['postmortem', 'the incident is closed', /^report a new incident/],
] as const)('what an open incident is needed for is told apart: %s', (status, text, remedy) => {
  const over = { ...incident, phase: { ...incident.phase, status } } as unknown as Incident;
  expect(needOf('open-incident', over, DEFAULT_POLICY)).toEqual({
    need: 'open-incident',
    text,
    remedy: expect.stringMatching(remedy),
  });
});
